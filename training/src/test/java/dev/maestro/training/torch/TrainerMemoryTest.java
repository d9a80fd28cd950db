package dev.maestro.training.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.training.grpo.OptimiserSettings;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Steps free what they make: counted by the C library, not guessed from the process's size. */
class TrainerMemoryTest {
    /** A forgotten tensor of a step costs thousands of bytes. */
    private static final double SLACK_PER_STEP = 1_000;

    /** Bytes that malloc has handed out and not got back. */
    @SuppressWarnings("restricted") // the C library counts what Java cannot see
    private static long allocated() throws Throwable {
        Linker linker = Linker.nativeLinker();
        var symbol = linker.defaultLookup().find("mallinfo2");
        Assumptions.assumeTrue(symbol.isPresent(), "the C library does not count its memory");
        MemoryLayout counts = MemoryLayout.structLayout(MemoryLayout.sequenceLayout(10, ValueLayout.JAVA_LONG));
        MethodHandle mallinfo = linker.downcallHandle(symbol.get(), FunctionDescriptor.of(counts));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = (MemorySegment) mallinfo.invokeExact((SegmentAllocator) arena);
            return info.getAtIndex(ValueLayout.JAVA_LONG, 4) + info.getAtIndex(ValueLayout.JAVA_LONG, 7);
        }
    }

    @Test
    void sixteen_hundred_steps_leave_nothing_behind() throws Throwable {
        try (QwenTrainer trainer = QwenTrainer.random(SmallModels.text(48, 16, 2, 4, 2), RandomStart.PLAIN, 1,
                TrainerSettings.standard())) {
            SftBatch batch = new SftBatch(List.of(new SftBatch.Prompt(new int[]{1, 2, 3}, List.of(
                    new SftBatch.Response(new int[]{4, 5},
                            List.of(Target.token(0, 4), new Target(1, new int[]{5, 6}, new int[]{5}, 1)))))));
            OptimiserSettings optimiser = OptimiserSettings.standard();
            long[] growth = new long[20];
            long before = 0;
            // Until the JVM has compiled what it will.
            for (int i = 0; i < 800; i++) {
                trainer.step(batch, optimiser);
            }
            for (int round = 0; round <= growth.length; round++) {
                for (int i = 0; i < 40; i++) {
                    trainer.step(batch, optimiser);
                }
                // Not for the trainer, which frees what it makes: for buffers of arguments and what the test itself left.
                System.gc();
                long now = allocated();
                if (round > 0) {
                    growth[round - 1] = now - before;
                }
                before = now;
            }
            Arrays.sort(growth);
            assertThat(growth[growth.length / 2] / 40.0).as("bytes more for a step, half of the time").isLessThan(SLACK_PER_STEP);
        }
    }
}

package dev.maestro.inference.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.engine.DecoderModel.ImageFeatures;
import dev.maestro.inference.engine.DecoderModel.Logits;
import dev.maestro.inference.engine.DecoderModel.Sequence;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whoever makes a native value frees it: counted by the C library, not guessed from the process's size. */
class NativeMemoryTest {
    /** A forgotten value costs a hundred bytes and more for each token. */
    private static final double SLACK_PER_TOKEN = 50;
    /** What the JVM's compiler takes for a while and gives back. */
    private static final long SLACK = 16 << 20;

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
            long mapped = info.getAtIndex(ValueLayout.JAVA_LONG, 4);
            long used = info.getAtIndex(ValueLayout.JAVA_LONG, 7);
            return mapped + used;
        }
    }

    private static void turn(QwenModel model, ReferenceModel.Case c, int tokens) {
        List<ImageFeatures> features = c.images().stream().map(model::encode).toList();
        try (Sequence first = model.open(c.tokens().length + tokens)) {
            int[] last = new int[2];
            try (Logits logits = model.prefill(first, c.span(model, features))) {
                last[0] = last[1] = logits.argmax()[0];
            }
            try (Sequence second = model.fork(first, first.length() - 3, first.capacity())) {
                for (int i = 0; i < tokens; i++) {
                    try (Logits logits = model.decode(List.of(first, second), last)) {
                        last = logits.argmax();
                        assertThat(logits.logProbabilities(last)).hasSize(2);
                    }
                }
            }
        } finally {
            features.forEach(ImageFeatures::close);
        }
    }

    @Test
    void ten_thousand_tokens_leave_nothing_behind() throws Throwable {
        ReferenceModel reference = ReferenceModel.of("sees-flat-sharded");
        try (QwenModel model = QwenModel.load(reference.folder(),
                LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(1_024))) {
            ReferenceModel.Case c = reference.find("two");
            for (int i = 0; i < 4; i++) {
                turn(model, c, 250);
            }
            List<Long> counts = new ArrayList<>(List.of(allocated()));
            for (int i = 0; i < 20; i++) {
                turn(model, c, 250);
                // Not for the model, which frees what it makes: for what the test itself and the JVM left.
                System.gc();
                counts.add(allocated());
            }
            long[] growth = IntStream.range(1, counts.size()).mapToLong(i -> counts.get(i) - counts.get(i - 1)).sorted().toArray();
            assertThat(growth[growth.length / 2] / 500.0).as("bytes more for a token, half of the time").isLessThan(SLACK_PER_TOKEN);
            assertThat(counts.getLast() - counts.getFirst()).as("bytes more after 10,000 tokens").isLessThan(SLACK);
        }
    }

    @Test
    void a_model_that_is_closed_gives_everything_back() throws Throwable {
        ReferenceModel reference = ReferenceModel.of("sees-flat-sharded");
        long before = 0;
        for (int i = 0; i < 8; i++) {
            try (QwenModel model = QwenModel.load(reference.folder(),
                    LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(10_000))) {
                turn(model, reference.find("one"), 2);
            }
            if (i == 3) {
                before = allocated();
            }
        }
        // One load takes 5 MB of keys and values alone. What compiling the program leaves in PyTorch stays.
        assertThat(allocated() - before).isLessThan(SLACK);
    }
}

package dev.maestro.inference.qwen;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.DataType;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * How a checkpoint is brought into memory.
 *
 * @param device      where it computes
 * @param type        number format it computes in; empty for the checkpoint's own (on a processor, float32 for float16)
 * @param cacheTokens room for keys and values of so many tokens of all sequences together; empty for half of the
 *                    memory that is left, at most {@value #MOST_CACHE_TOKENS} tokens
 * @param memoryLimit bytes that may be taken; empty for what the device has left
 * @param matrices    how matrices are kept; empty for what is fastest here and fits
 * @param chunk       tokens of a prompt that pass through at once
 * @param attendTogether whether a decode step attends for all sequences in one operation, over copies of their keys and
 *                    values, or for each over its own; empty for together on CUDA devices only, where an operation
 *                    costs more than such a copy
 */
public record LoadOptions(
        Device device,
        Optional<DataType> type,
        OptionalLong cacheTokens,
        OptionalLong memoryLimit,
        Optional<Matrices> matrices,
        int chunk,
        Optional<Boolean> attendTogether,
        TorchSettings torch) {
    static final long MOST_CACHE_TOKENS = 131_072;
    /** Long enough to keep matrix products busy, short enough for the activations to stay small. */
    private static final int CHUNK = 1024;

    /** How matrices are kept in memory. Everything but {@link #PLAIN} is for processors. */
    public enum Matrices {
        /** In the type computed with. */
        PLAIN,
        /** As float32, with the values of the type computed with: for processors that multiply bfloat16 slowly. */
        WIDENED,
        /** As float32, in the order in which a processor's kernels read them: up to twice as fast for 2 to 64 rows. */
        PACKED,
        /**
         * As float16 times a power of two, in such an order, multiplied in float32: of bfloat16 and float16 values nothing
         * that counts is lost ({@code halved} in {@code qwen3.py}), and half as many bytes are read. The fastest for any
         * number of rows. Where values have more digits, or the processor has no such kernels, it is {@link #PACKED}.
         */
        HALVED
    }

    /**
     * Where a model computes.
     *
     * @param kind  {@code auto}, {@code cpu} or {@code cuda}; auto takes the first CUDA device where there is one
     * @param index which of the CUDA devices that this process sees
     */
    public record Device(String kind, int index) {
        public static final Device AUTO = new Device("auto", 0);
        public static final Device CPU = new Device("cpu", 0);
        public static final Device CUDA = new Device("cuda", 0);

        public boolean isAuto() {
            return kind.equals(AUTO.kind);
        }

        public boolean isCuda() {
            return kind.equals(CUDA.kind);
        }
    }

    public LoadOptions {
        if (chunk < 1 || cacheTokens.orElse(1) < 1 || memoryLimit.orElse(1) < 1) {
            throw new MaestroException(LoadErrors.LOAD_OPTIONS_INVALID,
                    "chunk " + chunk + ", cache tokens " + cacheTokens + ", memory limit "
                            + memoryLimit + ". All must be at least 1.");
        }
    }

    /** Everything automatic. */
    public static LoadOptions standard() {
        return new LoadOptions(Device.AUTO, Optional.empty(), OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), CHUNK,
                Optional.empty(), TorchSettings.standard());
    }

    /**
     * The rest is automatic.
     *
     * @throws MaestroException for a device, number format, flavor or number of threads that there is not
     */
    public static LoadOptions of(CheckpointLoading loading) {
        TorchSettings torch = TorchSettings.of(loading.natives());
        LoadOptions standard = standard();
        return new LoadOptions(device(loading.device()), type(loading.dtype()), loading.cacheTokens(), loading.memoryLimit(),
                standard.matrices(), standard.chunk(), standard.attendTogether(), torch);
    }

    public LoadOptions on(Device device) {
        return new LoadOptions(device, type, cacheTokens, memoryLimit, matrices, chunk, attendTogether, torch);
    }

    public LoadOptions in(DataType type) {
        return new LoadOptions(device, Optional.of(type), cacheTokens, memoryLimit, matrices, chunk, attendTogether, torch);
    }

    public LoadOptions withCacheTokens(long tokens) {
        return new LoadOptions(device, type, OptionalLong.of(tokens), memoryLimit, matrices, chunk, attendTogether, torch);
    }

    public LoadOptions withMemoryLimit(long bytes) {
        return new LoadOptions(device, type, cacheTokens, OptionalLong.of(bytes), matrices, chunk, attendTogether, torch);
    }

    public LoadOptions keeping(Matrices matrices) {
        return new LoadOptions(device, type, cacheTokens, memoryLimit, Optional.of(matrices), chunk, attendTogether, torch);
    }

    public LoadOptions inChunksOf(int tokens) {
        return new LoadOptions(device, type, cacheTokens, memoryLimit, matrices, tokens, attendTogether, torch);
    }

    public LoadOptions attendingTogether(boolean together) {
        return new LoadOptions(device, type, cacheTokens, memoryLimit, matrices, chunk, Optional.of(together), torch);
    }

    public LoadOptions with(TorchSettings torch) {
        return new LoadOptions(device, type, cacheTokens, memoryLimit, matrices, chunk, attendTogether, torch);
    }

    /** {@code auto}, {@code cpu}, {@code cuda} or, for one of several, {@code cuda:1}. */
    public static Device device(String name) {
        Matcher named = CheckpointLoading.DEVICE.matcher(name);
        if (!named.matches()) {
            throw new MaestroException(LoadErrors.DEVICE_UNKNOWN,
                    "device \"" + name + "\". Valid: auto, cpu, cuda, or one of several as cuda:0, cuda:1 and so on.");
        }
        return named.group(1) != null ? new Device(named.group(1), 0) : new Device("cuda", Integer.parseInt(named.group(2)));
    }

    /** {@code auto} (empty), or a number format as written in configurations. */
    public static Optional<DataType> type(String name) {
        if (name.equals("auto")) {
            return Optional.empty();
        }
        return Optional.of(DataType.ofWritten(name)
                .orElseThrow(() -> new MaestroException(LoadErrors.DTYPE_UNKNOWN, "dtype \"" + name + "\". Valid: auto, "
                        + Arrays.stream(DataType.values()).map(DataType::written).collect(Collectors.joining(", ")) + ".")));
    }
}

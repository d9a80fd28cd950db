package dev.maestro.inference.checkpoint;

import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import java.util.Locale;

/**
 * What a model will take of its device's memory, in bytes.
 *
 * @param weights            all weights as they will be held
 * @param perToken           keys and values of one token of one sequence
 * @param activations        what is made and dropped while one chunk of a prompt passes through
 * @param perImageToken      features kept for one merged square of an image
 */
public record MemoryEstimate(long parameters, long weights, long perToken, long activations, long perImageToken) {
    /**
     * Elements from which a float32 matrix is packed for a processor: below, a packed product's preparation costs what
     * it saves, 26 microseconds a call, measured at 768 x 256.
     */
    public static final long PACKED_FROM = 1 << 20;
    /** Bytes of a value of a matrix in halves. */
    private static final int HALF = 2;
    /** Natives, their thread stacks and the allocator's slack, as seen. */
    private static final long LIBRARY = 400L << 20;

    /**
     * @param bytesPerWeight     4 or 2, as the weights will be held
     * @param bytesPerActivation 4 or 2, as they will be computed with
     * @param chunk              tokens of a prompt that pass through at once
     */
    public static MemoryEstimate of(ModelConfig config, int bytesPerWeight, int bytesPerActivation, int chunk) {
        TextConfig t = config.text();
        long parameters = WeightPlan.of(config).parameters();
        long perToken = 2L * t.layers() * t.keyValueHeads() * t.headSize() * bytesPerActivation;
        long wide = 4L * t.hiddenSize() + 3L * t.intermediateSize() + 3L * (t.heads() + 2L * t.keyValueHeads()) * t.headSize();
        // float32 in the widest places, the logits of one row among them
        long activations = 4L * (chunk * wide + 2L * t.vocabularySize());
        long perImageToken = config.vision().map(v -> (1L + v.deepStackBlocks().size()) * v.outputSize() * bytesPerActivation).orElse(0L);
        return new MemoryEstimate(parameters, parameters * bytesPerWeight, perToken, activations, perImageToken);
    }

    /** Of a processor with memory to spare and matrices in float32: packed. Arguments as of {@link #of}. */
    public static MemoryEstimate packed(ModelConfig config, int bytesPerActivation, int chunk) {
        return of(config, DataType.FLOAT32.bytes(), bytesPerActivation, chunk).packed(config, PACKED_FROM);
    }

    /** Of a processor that keeps matrices in halves. Arguments as of {@link #of}. */
    public static MemoryEstimate halved(ModelConfig config, int bytesPerActivation, int chunk) {
        MemoryEstimate estimate = of(config, HALF, bytesPerActivation, chunk);
        return config.tiedEmbeddings() ? estimate.and(head(config) * HALF) : estimate;
    }

    /**
     * Where a processor's float32 matrices are copied into the order in which its kernels read them. The copies take
     * their originals' places, but for one: a head that is the embedding as well is still looked up, and held twice.
     *
     * @param from elements from which a matrix is copied
     */
    public MemoryEstimate packed(ModelConfig config, long from) {
        return config.tiedEmbeddings() && head(config) >= from ? and(head(config) * DataType.FLOAT32.bytes()) : this;
    }

    private MemoryEstimate and(long more) {
        return new MemoryEstimate(parameters, weights + more, perToken, activations, perImageToken);
    }

    private static long head(ModelConfig config) {
        return (long) config.text().vocabularySize() * config.text().hiddenSize();
    }

    /** Without any sequence. */
    public long fixed() {
        return weights + activations + LIBRARY;
    }

    /** With room for so many tokens of all sequences together. */
    public long with(long tokens) {
        return fixed() + tokens * perToken;
    }

    /**
     * @param available bytes that may be taken
     * @param where     e.g. {@code this machine has}
     * @throws CheckpointRefusedException when they do not suffice for the weights and {@code tokens}
     */
    public void require(long available, long tokens, String where) {
        long needed = with(tokens);
        if (needed > available) {
            throw new CheckpointRefusedException(CheckpointErrors.MEMORY_TOO_SMALL,
                    "the model needs " + megabytes(needed) + " (" + sentence() + ", room for " + tokens + " tokens), " + where + " "
                            + megabytes(available)
                            + ". Use a smaller model, a smaller number format, fewer tokens of context, or more memory.");
        }
    }

    /** One line for a person. */
    public String sentence() {
        return String.format(Locale.ROOT, "%,d parameters: weights %s, activations %s, %,d bytes per token of context%s", parameters,
                megabytes(weights), megabytes(activations), perToken,
                perImageToken == 0 ? "" : String.format(Locale.ROOT, ", %,d bytes per image token", perImageToken));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / 1048576.0);
    }
}

package dev.maestro.training.torch;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.TextConfig;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.training.record.TrainingErrors;
import java.util.Locale;

/**
 * Memory that training takes, in bytes, from sizes alone: said before anything is loaded.
 *
 * @param parameters  numbers in all weights
 * @param weights     float32
 * @param moments     two of AdamW, float32
 * @param gradients   float32: the sum over micro-batches, and those of one pass
 * @param activations of one micro-batch, what is kept for the way back, and scores of a large vocabulary
 */
public record TrainerMemory(long parameters, long weights, long moments, long gradients, long activations) {
    /** Natives, their thread stacks and the allocator's slack, as seen. */
    private static final long LIBRARY = 400L << 20;
    /** Scores that are there at once in trainer.py, and how many copies of them. */
    private static final long SCORES = 33_554_432L * 4 * 4;

    public static TrainerMemory of(ModelConfig config, TrainerSettings settings) {
        TextConfig t = config.text();
        long parameters = WeightPlan.of(config).parameters();
        long width = settings.type().bytes();
        long queries = (long) t.heads() * t.headSize();
        long keys = (long) t.keyValueHeads() * t.headSize();
        long layer = 8L * t.hiddenSize() + 10L * queries + 8L * keys + 4L * t.intermediateSize();
        long tokens = settings.microBatchTokens();
        long kept = settings.recompute() ? (long) t.layers() * t.hiddenSize() + layer : t.layers() * layer;
        // Weights in another type are kept beside the float32 ones until the way back is done.
        long cast = width == Float.BYTES ? 0 : parameters * width / (settings.recompute() ? t.layers() : 1);
        long scores = Math.min(SCORES, 16L * tokens * t.vocabularySize());
        long pass = settings.recompute() ? parameters / Math.max(1, t.layers()) : parameters;
        return new TrainerMemory(parameters, parameters * Float.BYTES, 2 * parameters * Float.BYTES, (parameters + pass) * Float.BYTES,
                tokens * kept * width + cast + scores);
    }

    /** All of it together, and the library. */
    public long total() {
        return weights + moments + gradients + activations + LIBRARY;
    }

    /**
     * @param available bytes
     * @param where     e.g. {@code this machine has}
     * @throws MaestroException when they do not suffice
     */
    public void require(long available, String where) {
        if (total() > available) {
            throw new MaestroException(TrainingErrors.TRAINING_MEMORY_TOO_SMALL, "training needs " + megabytes(total()) + " (" + sentence()
                    + "), " + where + " " + megabytes(available)
                    + ". Use smaller micro-batches, compute layers again, or use a smaller model or more memory.");
        }
    }

    /** One line for a person. */
    public String sentence() {
        return String.format(Locale.ROOT, "%,d parameters: weights %s, moments %s, gradients %s, activations of a micro-batch %s",
                parameters,
                megabytes(weights), megabytes(moments), megabytes(gradients), megabytes(activations));
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / 1048576.0);
    }
}

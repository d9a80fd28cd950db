package dev.maestro.inference.engine;

import java.util.List;

/**
 * A causal language model that sees images, as the engine drives it. Everything but {@link #close()} is
 * called by the engine's one thread. Sequences, features and logits hold native memory: whoever receives
 * one closes it.
 */
public interface DecoderModel extends AutoCloseable {
    int vocabularySize();

    /** Longest sequence the model was made for, in tokens. */
    int maxPositions();

    /** Native memory that one token of one sequence takes, keys and values of all layers. */
    long bytesPerToken();

    /** Features of one image, one row per placeholder token. */
    ImageFeatures encode(PixelPatches image);

    /**
     * An empty sequence.
     *
     * @param capacity tokens it has room for
     * @throws OutOfModelMemoryException when the memory cannot be had; nothing is lost
     */
    Sequence open(int capacity);

    /** A new sequence that begins with the first {@code tokens} of another one. The other is left as it is. */
    Sequence fork(Sequence source, int tokens, int capacity);

    /**
     * Appends a span of the prompt to a sequence.
     *
     * @return one row: the logits after the span's last token
     */
    Logits prefill(Sequence sequence, PromptSpan span);

    /** As {@link #prefill}, with one row for each token of the span. */
    Logits prefillAll(Sequence sequence, PromptSpan span);

    /**
     * Appends one token to each of several sequences of any lengths.
     *
     * @return one row per sequence, same order
     */
    Logits decode(List<Sequence> sequences, int[] tokens);

    @Override
    void close();

    /** Keys and values of one sequence. */
    interface Sequence extends AutoCloseable {
        /** Tokens it holds. */
        int length();

        int capacity();

        @Override
        void close();
    }

    /** What the vision tower made of one image. */
    interface ImageFeatures extends AutoCloseable {
        /** Rows, as many as placeholder tokens stand for the image. */
        int tokens();

        /** Native memory it takes. */
        long bytes();

        @Override
        void close();
    }

    /** Scores before the softmax, float32; stays where the model computes until asked for. */
    interface Logits extends AutoCloseable {
        int rows();

        /** A copy of one row; length is the vocabulary's size. */
        float[] row(int row);

        /** The best token of each row. */
        int[] argmax();

        /** Natural logarithm of the softmax of one token per row. */
        float[] logProbabilities(int[] tokens);

        @Override
        void close();
    }
}

package dev.maestro.inference.checkpoint;

import java.util.List;

/**
 * The text decoder's architecture.
 *
 * @param headSize      width of one attention head
 * @param normEpsilon   added to the mean square before the root
 * @param mropeSections how many of the head's frequencies follow time, height and width, interleaved; empty where
 *                      there is one position only
 * @param maxPositions  longest sequence it was made for
 * @param attentionBias whether the four projections of the attention have biases
 */
public record TextConfig(
        int vocabularySize,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headSize,
        double normEpsilon,
        double ropeTheta,
        List<Integer> mropeSections,
        int maxPositions,
        boolean attentionBias) {
    public TextConfig {
        mropeSections = List.copyOf(mropeSections);
    }

    /** The axis (0 time, 1 height, 2 width) whose position turns each of the head's frequencies. */
    public long[] frequencyAxes() {
        long[] axes = new long[headSize / 2];
        for (int axis = 1; axis < mropeSections.size(); axis++) {
            for (int i = axis; i < Math.min(axes.length, 3 * mropeSections.get(axis)); i += 3) {
                axes[i] = axis;
            }
        }
        return axes;
    }
}

package dev.maestro.inference.checkpoint;

import java.util.List;

/**
 * The vision tower's architecture.
 *
 * @param patchSize         pixels along each side of a patch
 * @param temporalPatchSize frames in a patch; a still image is repeated
 * @param mergeSize         patches along each side of the square that becomes one token
 * @param positionSide      side of the learned square of positions
 * @param deepStackBlocks   blocks after which features are taken for the decoder's first layers
 */
public record VisionConfig(
        int blocks,
        int hiddenSize,
        int intermediateSize,
        int heads,
        int channels,
        int patchSize,
        int temporalPatchSize,
        int mergeSize,
        int outputSize,
        int positionSide,
        double ropeTheta,
        List<Integer> deepStackBlocks) {
    public VisionConfig {
        deepStackBlocks = List.copyOf(deepStackBlocks);
    }

    /** Values in one flattened patch. */
    public int patchValues() {
        return channels * temporalPatchSize * patchSize * patchSize;
    }

    public int headSize() {
        return hiddenSize / heads;
    }
}

package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;
import java.util.List;

/**
 * A stretch of a prompt that follows what a sequence already holds.
 *
 * @param tokens    ids, placeholders of images included
 * @param positions rotary positions by axis (time, height, width), each as long as {@code tokens}
 * @param images    what stands at the placeholders, in order
 */
public record PromptSpan(int[] tokens, int[][] positions, List<PlacedImage> images) {
    public PromptSpan {
        images = List.copyOf(images);
        if (tokens.length == 0 || positions.length != 3
                || positions[0].length != tokens.length || positions[1].length != tokens.length || positions[2].length != tokens.length) {
            throw new MaestroException(EngineErrors.PROMPT_SPAN_INVALID,
                    "" + tokens.length + " tokens need three rows of as many positions.");
        }
    }

    /**
     * @param features     of the image
     * @param firstToken   index in the span of the first placeholder it fills
     * @param firstFeature row of the features that goes there; more than 0 when the span begins inside the image
     * @param count        rows used
     */
    public record PlacedImage(DecoderModel.ImageFeatures features, int firstToken, int firstFeature, int count) {}
}

package dev.maestro.inference.qwen;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.text.ModelInputErrors;
import java.util.List;

/**
 * Rotary positions of a prompt. Text counts on all three axes; the tokens of an image share its time and count
 * its rows and columns; what follows an image goes on after its longer side.
 *
 * @param rows time, height and width, each as long as the prompt
 * @param next position of the token after the prompt, on every axis
 */
public record MropePositions(int[][] rows, int next) {
    /** @throws MaestroException when placeholders and images do not match */
    public static MropePositions of(ModelConfig config, int[] tokens, List<PixelPatches> images) {
        int[][] rows = new int[3][tokens.length];
        int placeholder = config.imageToken().orElse(-1);
        int merge = config.vision().map(v -> v.mergeSize()).orElse(1);
        int next = 0;
        int image = 0;
        int i = 0;
        while (i < tokens.length) {
            if (tokens[i] != placeholder || placeholder < 0) {
                for (int[] row : rows) {
                    row[i] = next;
                }
                next++;
                i++;
                continue;
            }
            if (image == images.size()) {
                throw new MaestroException(ModelInputErrors.IMAGES_MISSING, "the prompt has placeholders for more than " + images.size()
                        + " images. Give one image for each stretch of them.");
            }
            PixelPatches patches = images.get(image++);
            int height = patches.gridHeight() / merge;
            int width = patches.gridWidth() / merge;
            int count = patches.gridTime() * height * width;
            for (int k = 0; k < count; k++, i++) {
                if (i == tokens.length || tokens[i] != placeholder) {
                    throw new MaestroException(ModelInputErrors.PLACEHOLDERS_TOO_FEW, "image " + image + " needs " + count
                            + " placeholders, the prompt has " + k + " at its place.");
                }
                rows[0][i] = next + k / (height * width);
                rows[1][i] = next + k / width % height;
                rows[2][i] = next + k % width;
            }
            next += Math.max(height, width);
        }
        if (image < images.size()) {
            throw new MaestroException(ModelInputErrors.PLACEHOLDERS_MISSING, "" + images.size() + " images, placeholders for " + image
                    + ". Every image needs its placeholders in the prompt.");
        }
        return new MropePositions(rows, next);
    }

    /** Of text alone, from {@code first} on. */
    public static MropePositions text(int first, int count) {
        int[][] rows = new int[3][count];
        for (int[] row : rows) {
            for (int i = 0; i < count; i++) {
                row[i] = first + i;
            }
        }
        return new MropePositions(rows, first + count);
    }
}

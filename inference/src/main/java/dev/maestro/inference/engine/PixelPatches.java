package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;

/**
 * An image as the vision tower reads it: flattened patches in the reference processor's order.
 *
 * @param values     patches × (channels · temporal patch size · patch size²), row by row
 * @param gridTime   always 1 for a still image
 * @param gridHeight patches from top to bottom
 * @param gridWidth  patches from left to right
 */
public record PixelPatches(float[] values, int gridTime, int gridHeight, int gridWidth) {
    public PixelPatches {
        int patches = gridTime * gridHeight * gridWidth;
        if (patches <= 0 || values.length % patches != 0) {
            throw new MaestroException(EngineErrors.PIXEL_PATCHES_INVALID, "" + values.length + " values do not make "
                    + gridTime + " x " + gridHeight + " x " + gridWidth + " patches.");
        }
    }

    public int patches() {
        return gridTime * gridHeight * gridWidth;
    }
}

package dev.maestro.training.pictures;

/**
 * The shape of a small Qwen3-VL.
 *
 * @param hidden       width of the decoder
 * @param layers       of the decoder
 * @param heads        of the decoder, half as many for keys and values
 * @param intermediate width within its feed-forward blocks
 * @param visionHidden width of the tower
 * @param visionBlocks of the tower; features of the first but one go to the decoder's first layer as well
 * @param visionHeads  of the tower
 * @param pixels       a side of the pictures, about: their area is its square at most
 */
public record DrawingShape(int hidden, int layers, int heads, int intermediate, int visionHidden, int visionBlocks, int visionHeads,
        int pixels) {
    public static final DrawingShape SMALL = new DrawingShape(64, 2, 4, 128, 64, 2, 4, 96);
}

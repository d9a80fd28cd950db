package dev.maestro.inference.vision;

/**
 * An opaque 8-bit image.
 *
 * @param samples red, green and blue of each pixel, row by row
 */
record RgbImage(byte[] samples, int width, int height) {
    RgbImage {
        if (width < 1 || height < 1 || samples.length != 3L * width * height) {
            throw new IllegalArgumentException(samples.length + " samples do not make " + width + " x " + height + " pixels of three.");
        }
    }
}

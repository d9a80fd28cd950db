package dev.maestro.policy.vision;

/**
 * An opaque 8-bit picture.
 *
 * @param samples red, green and blue of each pixel, row by row
 */
record RgbPicture(byte[] samples, int width, int height) {
    RgbPicture {
        if (width < 1 || height < 1 || samples.length != 3L * width * height) {
            throw new IllegalArgumentException(samples.length + " samples do not make " + width + " x " + height + " pixels of three.");
        }
    }
}

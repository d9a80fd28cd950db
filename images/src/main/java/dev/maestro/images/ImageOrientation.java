package dev.maestro.images;

/**
 * Which way up a camera held the image, as EXIF says it. This is the one place that reads it: what experts
 * are shown and what a policy in this process sees is turned by the same number.
 */
public final class ImageOrientation {
    private ImageOrientation() {}

    /**
     * Reads the orientation from the skeleton of a file; no pixel is decoded.
     *
     * @param encoded a whole image file of any format that is taken in
     * @return 1 (upright) to 8; 1 when the file says none, says nonsense, or is of an unknown format
     */
    public static int of(byte[] encoded) {
        return ImageFormat.of(encoded).map(format -> ImageStructure.of(format, encoded).orientation()).orElse(1);
    }
}

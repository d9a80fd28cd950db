package dev.maestro.images;

import dev.maestro.core.Image;
import java.util.Optional;

/**
 * Smaller copies of images, for experts that take fewer pixels. The recipe says everything that decides
 * the result, so the hash of the original and the recipe are the key of a cached rendition.
 */
public final class Renditions {
    private Renditions() {}

    /**
     * @param width  of the copy
     * @param height of the copy
     * @param recipe e.g. {@code scale-2:area:1000x800:jpeg95}; the number is raised when the way of scaling changes
     */
    public record Rendition(int width, int height, String recipe) {}

    /**
     * The copy that is needed.
     *
     * @param maxPixels of the expert, at least 1
     * @return empty when the original fits
     */
    public static Optional<Rendition> needed(int width, int height, String mediaType, long maxPixels) {
        if ((long) width * height <= maxPixels) {
            return Optional.empty();
        }
        double factor = Math.sqrt((double) maxPixels / ((double) width * height));
        int to = Math.max(1, (int) Math.floor(width * factor));
        // a long strip: the short side stays at 1, so the long one must give way
        int height2 = (int) Math.max(1, Math.min((long) Math.floor(height * factor), maxPixels / to));
        int width2 = (int) Math.min(to, Math.max(1, maxPixels / height2));
        String coding = "image/jpeg".equals(mediaType) ? "jpeg95" : "png";
        return Optional.of(new Rendition(width2, height2, "scale-2:area:" + width2 + "x" + height2 + ":" + coding));
    }

    /** Makes the copy: each pixel of the original counts by the area it covers, thin lines stay. */
    public static Image make(Image original, Rendition rendition) {
        return StoredImages.encode(AreaScaling.to(StoredImages.decode(original), rendition.width(), rendition.height()),
                original.mediaType());
    }

    /** The image itself when it fits, else its copy. */
    public static Image fit(Image image, long maxPixels) {
        return needed(image.width(), image.height(), image.mediaType(), maxPixels).map(rendition -> make(image, rendition))
                .orElse(image);
    }
}

package dev.maestro.experts.images;

import dev.maestro.experts.ExpertRequest.Picture;
import java.util.Optional;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * Smaller copies of pictures, for experts that take fewer pixels. The recipe says everything that decides
 * the result, so the hash of the original and the recipe are the key of a cached rendition.
 */
public final class Renditions {
    private Renditions() {}

    /**
     * @param width  of the copy
     * @param height of the copy
     * @param recipe e.g. {@code scale-1:area:1000x800:jpeg95}; the number is raised when the way of scaling changes
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
        return Optional.of(new Rendition(width2, height2, "scale-1:area:" + width2 + "x" + height2 + ":" + coding));
    }

    /** Makes the copy. Area interpolation: every pixel of the original counts, thin lines stay. */
    public static Picture make(Picture original, Rendition rendition) {
        Mat image = Mats.decode(original);
        Mat small = new Mat();
        try {
            Imgproc.resize(image, small, new Size(rendition.width(), rendition.height()), 0, 0, Imgproc.INTER_AREA);
            return ImageOperations.encode(small, original.mediaType());
        } finally {
            image.release();
            small.release();
        }
    }

    /** The picture itself when it fits, else its copy. */
    public static Picture fit(Picture picture, long maxPixels) {
        return needed(picture.width(), picture.height(), picture.mediaType(), maxPixels).map(rendition -> make(picture, rendition)).orElse(picture);
    }
}

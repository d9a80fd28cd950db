package dev.maestro.images;

import dev.maestro.core.Image;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * A cheap look at an image, without reading it: what kind it seems to be, from its colours, flat areas,
 * edges and rows of small marks. Takes 5 to 40 ms, most of it decoding. Stateless.
 *
 * @param kind       what it seems to be
 * @param confidence 0 to 1; under 0.5 the kind is {@link Kind#UNKNOWN}
 * @param textLines  estimated number of lines of text
 * @param colourful  part of the pixels with a clear hue, 0 to 1
 * @param flat       part of the pixels like their right and lower neighbours, 0 to 1
 */
public record ImageLook(Kind kind, double confidence, int textLines, double colourful, double flat) {
    /** Side to which images are scaled down: enough to see rows of letters. */
    private static final double SIDE = 480;
    private static final double LEAST_CONFIDENCE = 0.5;

    public enum Kind { CHART, DOCUMENT, DIAGRAM, PHOTO, UNKNOWN }

    /** @throws ImageRefusedException {@code IMAGE_UNREADABLE} when the bytes are no image */
    public static ImageLook at(Image image) {
        BufferedImage pixels = StoredImages.decode(image);
        double scale = Math.min(1, SIDE / Math.max(pixels.getWidth(), pixels.getHeight()));
        int width = (int) Math.max(Math.min(8, pixels.getWidth()), Math.round(pixels.getWidth() * scale));
        int height = (int) Math.max(Math.min(8, pixels.getHeight()), Math.round(pixels.getHeight() * scale));
        BufferedImage small = scale < 1 ? AreaScaling.to(pixels, width, height) : pixels;
        return judged(
                new ImageFeatures(((DataBufferInt) small.getRaster().getDataBuffer()).getData(), small.getWidth(), small.getHeight()));
    }

    private static ImageLook judged(ImageFeatures f) {
        Kind kind;
        double confidence;
        if (f.flat() < 0.62 || f.ground() < 0.22 && f.flat() < 0.8) {
            kind = Kind.PHOTO;
            confidence = 0.55 + Math.min(0.4, (0.7 - f.flat()) * 1.5);
        } else if (!f.evenFrame() && f.flat() < 0.97) {
            kind = Kind.PHOTO;
            confidence = 0.6;
        } else if (f.colourful() > 0.012 && f.blocks() > 0.008 || f.colourful() > 0.002 && f.hueWidth() > 0.35) {
            kind = Kind.CHART;
            confidence = 0.6 + Math.min(0.3, f.blocks() * 2);
        } else if (f.rows() >= 4 && f.rules() < 3 && f.colourful() < 0.02) {
            kind = Kind.DOCUMENT;
            confidence = 0.6 + Math.min(0.3, f.rows() * 0.01);
        } else if (f.colourful() > 0.002 && f.rules() >= 1) {
            kind = Kind.CHART;
            confidence = 0.55;
        } else if (f.ground() > 0.5) {
            kind = f.rows() >= 6 ? Kind.DOCUMENT : Kind.DIAGRAM;
            confidence = 0.55;
        } else {
            kind = Kind.UNKNOWN;
            confidence = 0.3;
        }
        confidence = Math.clamp(confidence, 0, 0.95);
        return new ImageLook(confidence < LEAST_CONFIDENCE ? Kind.UNKNOWN : kind, confidence, f.rows(), f.colourful(), f.flat());
    }
}

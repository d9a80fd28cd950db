package dev.maestro.images;

import dev.maestro.core.Image;
import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * What skills do with images between calls. The operations are pure: the same input gives the same bytes. A JPEG stays
 * a JPEG (quality 95) and a PNG a PNG. They need no native library and no font of the machine.
 */
public final class ImageOperations {
    /** Dark enough for white text, far apart from each other. */
    private static final List<Color> COLOURS = List.of(
            new Color(200, 0, 0), new Color(0, 80, 160), new Color(0, 110, 0), new Color(130, 0, 150),
            new Color(190, 90, 0), new Color(0, 110, 110), new Color(60, 60, 60), new Color(200, 0, 90));
    /** Longer labels hide what they label. */
    private static final int LABEL_CHARACTERS = 40;
    /** Em of a label in an image of 1000 pixels. */
    private static final double LABEL_SIZE = 18;

    private ImageOperations() {}

    /** A box and what is said to be in it; an empty label draws none. */
    public record Labelled(ImageRegion box, String label) {}

    /** The region, cut to the image; at least one pixel. */
    public static Image crop(Image image, ImageRegion box) {
        BufferedImage pixels = StoredImages.decode(image);
        int x1 = Math.min(box.x1(), pixels.getWidth() - 1);
        int y1 = Math.min(box.y1(), pixels.getHeight() - 1);
        int width = Math.min(box.x2(), pixels.getWidth()) - x1;
        int height = Math.min(box.y2(), pixels.getHeight()) - y1;
        return StoredImages.encode(pixels.getSubimage(x1, y1, width, height), image.mediaType());
    }

    /**
     * The boxes as frames, each with its label on a filled strip above it (inside where there is no room
     * above), sized to the image so that it can still be read when scaled to 1000 pixels. Characters
     * outside ASCII become {@code ?}.
     */
    public static Image drawBoxes(Image image, List<Labelled> boxes) {
        BufferedImage pixels = StoredImages.decode(image);
        Graphics2D graphics = pixels.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            double scale = Math.clamp(Math.max(pixels.getWidth(), pixels.getHeight()) / 1_000.0, 0.4, 8);
            int line = Math.max(1, (int) Math.round(2 * scale));
            graphics.setStroke(new BasicStroke(line, BasicStroke.CAP_SQUARE, BasicStroke.JOIN_MITER));
            for (int i = 0; i < boxes.size(); i++) {
                ImageRegion box = boxes.get(i).box();
                graphics.setColor(colour(boxes.get(i).label().isEmpty() ? i : boxes.get(i).label().hashCode()));
                // the middle of the pixels that the frame runs through
                graphics.draw(new java.awt.geom.Rectangle2D.Double(box.x1() + 0.5, box.y1() + 0.5, box.width() - 1.0, box.height() - 1.0));
            }
            // labels last: no frame crosses a label
            for (Labelled labelled : boxes) {
                if (!labelled.label().isBlank()) {
                    label(graphics, pixels, labelled, scale);
                }
            }
        } finally {
            graphics.dispose();
        }
        return StoredImages.encode(pixels, image.mediaType());
    }

    private static Color colour(int number) {
        return COLOURS.get(Math.floorMod(number, COLOURS.size()));
    }

    private static void label(Graphics2D graphics, BufferedImage pixels, Labelled labelled, double scale) {
        Lettering letters = Lettering.of(FontFace.SANS_BOLD);
        String text = ascii(labelled.label());
        double size = LABEL_SIZE * scale;
        int pad = Math.max(1, (int) Math.round(scale)) + 1;
        int ascent = (int) Math.ceil(0.75 * size);
        int width = (int) Math.ceil(letters.width(text, size)) + 2 * pad;
        int height = ascent + (int) Math.ceil(0.25 * size) + 2 * pad;
        int left = Math.clamp(labelled.box().x1(), 0, Math.max(0, pixels.getWidth() - width));
        int above = labelled.box().y1() - height;
        int top = above >= 0 ? above : Math.min(labelled.box().y1(), Math.max(0, pixels.getHeight() - height));
        graphics.setColor(colour(labelled.label().hashCode()));
        graphics.fillRect(left, top, width, height);
        letters.draw(graphics, text, left + pad, top + (double) pad + ascent, size, Color.WHITE);
    }

    private static String ascii(String label) {
        StringBuilder text = new StringBuilder();
        label.strip().codePoints().limit(LABEL_CHARACTERS).forEach(c -> text.append(c >= 32 && c < 127 ? (char) c : '?'));
        return text.toString();
    }
}

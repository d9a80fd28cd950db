package dev.maestro.experts.images;

import dev.maestro.experts.ExpertRequest.Picture;
import java.util.List;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * What skills do with pictures between calls. Pure: the same input gives the same bytes. A JPEG stays a
 * JPEG (quality 95), a PNG a PNG. Uses OpenCV, and its built-in stroke font, so no font of the machine.
 */
public final class ImageOperations {
    private static final int JPEG_QUALITY = 95;
    private static final int FONT = Imgproc.FONT_HERSHEY_SIMPLEX;
    /** Dark enough for white text, far apart from each other; BGR. */
    private static final List<Scalar> COLOURS = List.of(
            new Scalar(0, 0, 200), new Scalar(160, 80, 0), new Scalar(0, 110, 0), new Scalar(150, 0, 130),
            new Scalar(0, 90, 190), new Scalar(110, 110, 0), new Scalar(60, 60, 60), new Scalar(90, 0, 200));

    private ImageOperations() {}

    /** A box and what is said to be in it; an empty label draws none. */
    public record Labelled(Box box, String label) {}

    /** The region, cut to the picture; at least one pixel. */
    public static Picture crop(Picture picture, Box box) {
        Mat image = Mats.decode(picture);
        Mat part = null;
        try {
            int x1 = Math.min(box.x1(), image.cols() - 1);
            int y1 = Math.min(box.y1(), image.rows() - 1);
            part = new Mat(image, new Rect(x1, y1, Math.min(box.x2(), image.cols()) - x1, Math.min(box.y2(), image.rows()) - y1));
            return encode(part, picture.mediaType());
        } finally {
            image.release();
            if (part != null) {
                part.release();
            }
        }
    }

    /**
     * The boxes as frames, each with its label on a filled strip above it (inside where there is no room
     * above), sized to the picture so that it can still be read when scaled to 1000 pixels. Characters
     * outside ASCII become {@code ?}.
     */
    public static Picture drawBoxes(Picture picture, List<Labelled> boxes) {
        Mat image = Mats.decode(picture);
        try {
            double scale = Math.clamp(Math.max(image.cols(), image.rows()) / 1_000.0, 0.4, 8);
            int line = Math.max(1, (int) Math.round(2 * scale));
            for (int i = 0; i < boxes.size(); i++) {
                Box box = boxes.get(i).box();
                Scalar colour = COLOURS.get(Math.floorMod(boxes.get(i).label().isEmpty() ? i : boxes.get(i).label().hashCode(), COLOURS.size()));
                Imgproc.rectangle(image, new Point(box.x1(), box.y1()), new Point(box.x2() - 1.0, box.y2() - 1.0), colour, line);
            }
            // labels last: no frame crosses a label
            for (int i = 0; i < boxes.size(); i++) {
                if (!boxes.get(i).label().isBlank()) {
                    label(image, boxes.get(i), COLOURS.get(Math.floorMod(boxes.get(i).label().hashCode(), COLOURS.size())), scale);
                }
            }
            return encode(image, picture.mediaType());
        } finally {
            image.release();
        }
    }

    private static void label(Mat image, Labelled labelled, Scalar colour, double scale) {
        String text = ascii(labelled.label());
        double size = 0.6 * scale;
        int thickness = Math.max(1, (int) Math.round(scale));
        int[] baseline = new int[1];
        Size extent = Imgproc.getTextSize(text, FONT, size, thickness, baseline);
        int pad = thickness + 1;
        int width = (int) extent.width + 2 * pad;
        int height = (int) extent.height + baseline[0] + 2 * pad;
        int left = Math.clamp(labelled.box().x1(), 0, Math.max(0, image.cols() - width));
        int top = labelled.box().y1() - height >= 0 ? labelled.box().y1() - height : Math.min(labelled.box().y1(), Math.max(0, image.rows() - height));
        Imgproc.rectangle(image, new Point(left, top), new Point(left + width, top + height), colour, Imgproc.FILLED);
        Imgproc.putText(image, text, new Point(left + pad, top + pad + extent.height), FONT, size, new Scalar(255, 255, 255), thickness, Imgproc.LINE_AA);
    }

    private static String ascii(String label) {
        StringBuilder text = new StringBuilder();
        // 40: longer labels hide what they label
        label.strip().codePoints().limit(40).forEach(c -> text.append(c >= 32 && c < 127 ? (char) c : '?'));
        return text.toString();
    }

    static Picture encode(Mat image, String mediaType) {
        return "image/jpeg".equals(mediaType) ? Mats.jpegPicture(image, JPEG_QUALITY) : Mats.pngPicture(image);
    }
}

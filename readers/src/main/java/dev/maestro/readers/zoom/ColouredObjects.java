package dev.maestro.readers.zoom;

import dev.maestro.images.ImageRegion;
import dev.maestro.readers.text.Hue;
import java.util.Optional;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** The largest thing of a colour. */
final class ColouredObjects {
    /** An image is looked at with at most this many pixels a side: objects are not small. */
    private static final double SIDE = 400;
    /** Less than this part of the image is a speck. */
    private static final double LEAST_PART = 0.002;

    private ColouredObjects() {}

    static Optional<ImageRegion> largest(Mat bgr, Hue hue) {
        double scale = Math.min(1, SIDE / Math.max(bgr.cols(), bgr.rows()));
        Mat small = new Mat();
        Imgproc.resize(bgr, small, new Size(Math.max(1, Math.round(bgr.cols() * scale)), Math.max(1, Math.round(bgr.rows() * scale))), 0, 0,
                Imgproc.INTER_AREA);
        Imgproc.cvtColor(small, small, Imgproc.COLOR_BGR2HSV);
        byte[] pixels = new byte[(int) small.total() * 3];
        small.get(0, 0, pixels);
        byte[] inside = new byte[pixels.length / 3];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = (byte) (hue.match(pixels[3 * i] & 0xff, pixels[3 * i + 1] & 0xff, pixels[3 * i + 2] & 0xff) > 0.5 ? 255 : 0);
        }
        Mat mask = new Mat(small.rows(), small.cols(), CvType.CV_8U);
        mask.put(0, 0, inside);
        // bars and letters on an object part it
        Mat brush = Imgproc.getStructuringElement(Imgproc.MORPH_ELLIPSE, new Size(7, 7));
        Imgproc.morphologyEx(mask, mask, Imgproc.MORPH_CLOSE, brush);
        Mat labels = new Mat();
        Mat stats = new Mat();
        Mat centers = new Mat();
        int count = Imgproc.connectedComponentsWithStats(mask, labels, stats, centers);
        Optional<ImageRegion> best = Optional.empty();
        double most = LEAST_PART * inside.length;
        int[] row = new int[5];
        for (int i = 1; i < count; i++) {
            stats.get(i, 0, row);
            if (row[Imgproc.CC_STAT_AREA] > most) {
                most = row[Imgproc.CC_STAT_AREA];
                best = ImageRegion.meant(new double[]{row[0] / scale, row[1] / scale, (row[0] + row[2]) / scale, (row[1] + row[3]) / scale},
                        bgr.cols(), bgr.rows(), 0.05, 32);
            }
        }
        for (Mat mat : new Mat[]{small, mask, brush, labels, stats, centers}) {
            mat.release();
        }
        return best;
    }
}

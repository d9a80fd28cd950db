package dev.maestro.readers.shapes;

import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/**
 * An image as plain arrays, rows after each other: {@code bgr} and {@code lab} are [height × width × 3], bytes;
 * Lab is OpenCV's 8-bit form (L 0 to 255, a and b around 128). Immutable after construction by agreement.
 */
final class LabRaster {
    /** Longest side that is looked at; larger images are made smaller until they fit. Keeps the slowest question under two seconds. */
    static final int MAX_SIDE = 2048;

    final int width;
    final int height;
    final byte[] bgr;
    final byte[] lab;
    /** Pixels of the original per pixel here. */
    final double scale;

    private LabRaster(Mat image, double scale) {
        this.width = image.cols();
        this.height = image.rows();
        this.scale = scale;
        this.bgr = new byte[width * height * 3];
        image.get(0, 0, bgr);
        this.lab = new byte[bgr.length];
        Mat converted = new Mat();
        Imgproc.cvtColor(image, converted, Imgproc.COLOR_BGR2Lab);
        converted.get(0, 0, lab);
        converted.release();
    }

    /** @param image 8-bit BGR; stays the caller's */
    static LabRaster of(Mat image) {
        int side = Math.max(image.cols(), image.rows());
        if (side <= MAX_SIDE) {
            return new LabRaster(image, 1);
        }
        double scale = side / (double) MAX_SIDE;
        Mat smaller = new Mat();
        Imgproc.resize(image, smaller,
                new Size(Math.max(1, Math.round(image.cols() / scale)), Math.max(1, Math.round(image.rows() / scale))), 0, 0,
                Imgproc.INTER_AREA);
        try {
            return new LabRaster(smaller, scale);
        } finally {
            smaller.release();
        }
    }

    /** The same image after a 3×3 median on each channel, which takes grain and keeps edges. */
    LabRaster median() {
        Mat image = toMat();
        Mat smooth = new Mat();
        Imgproc.medianBlur(image, smooth, 3);
        try {
            return new LabRaster(smooth, scale);
        } finally {
            image.release();
            smooth.release();
        }
    }

    int pixels() {
        return width * height;
    }

    int red(int i) {
        return bgr[3 * i + 2] & 255;
    }

    int green(int i) {
        return bgr[3 * i + 1] & 255;
    }

    int blue(int i) {
        return bgr[3 * i] & 255;
    }

    int l(int i) {
        return lab[3 * i] & 255;
    }

    int a(int i) {
        return lab[3 * i + 1] & 255;
    }

    int b(int i) {
        return lab[3 * i + 2] & 255;
    }

    /** Perceived difference of a pixel from a colour in 8-bit Lab; 100 from black to white. */
    double distance(int i, double l, double a, double b) {
        double dl = (l(i) - l) * (100.0 / 255);
        double da = a(i) - a;
        double db = b(i) - b;
        return Math.sqrt(dl * dl + da * da + db * db);
    }

    double distance(int i, int j) {
        return distance(i, l(j), a(j), b(j));
    }

    /** The image as a new BGR matrix; the caller releases it. */
    Mat toMat() {
        Mat image = new Mat(height, width, CvType.CV_8UC3);
        image.put(0, 0, bgr);
        return image;
    }

    /** The image as a new gray matrix; the caller releases it. */
    Mat toGray() {
        Mat image = toMat();
        Mat gray = new Mat();
        Imgproc.cvtColor(image, gray, Imgproc.COLOR_BGR2GRAY);
        image.release();
        return gray;
    }

    /**
     * Standard deviation of the grain, in units of {@link #distance}: from the median of second differences of
     * lightness, which drawn edges do not move.
     */
    double grain() {
        int[] histogram = new int[1024];
        int samples = 0;
        int step = Math.max(1, pixels() / 200_000);
        for (int i = 1; i < pixels() - 1; i += step) {
            histogram[Math.abs(2 * l(i) - l(i - 1) - l(i + 1))]++;
            samples++;
        }
        int seen = 0;
        for (int value = 0; value < histogram.length; value++) {
            seen += histogram[value];
            if (seen * 2 >= samples) {
                // 0.6745 turns a median of absolute values into a deviation; the filter's own gain is sqrt(6)
                return value / 0.6745 / Math.sqrt(6) * (100.0 / 255);
            }
        }
        return 0;
    }
}

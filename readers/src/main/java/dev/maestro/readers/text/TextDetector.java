package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.RotatedRect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** Finds where text is: differentiable binarisation, then rotated rectangles around what is above the threshold. */
final class TextDetector {
    /** The network was trained on short sides of this many pixels. */
    private static final int SHORT_SIDE = 736;
    /** Bounds memory and time of one inference; larger images are looked at again in tiles. */
    private static final int LONG_SIDE = 1536;
    private static final double PIXEL_THRESHOLD = 0.3;
    private static final double BOX_THRESHOLD = 0.5;
    /** The network marks the core of a line; its outline lies area × this / perimeter further out. */
    private static final double UNCLIP = 1.6;
    private static final int TILE_OVERLAP = 160;
    /** Lower text is read badly: the image is looked at again, larger. */
    private static final double SMALL_TEXT = 13;

    private final TextModels models;

    record Found(Quad quad, double score) {}

    TextDetector(TextModels models) {
        this.models = models;
    }

    /** Boxes in pixels of {@code bgr}, in no order. */
    List<Found> detect(Mat bgr) {
        int shortSide = Math.min(bgr.rows(), bgr.cols());
        int longSide = Math.max(bgr.rows(), bgr.cols());
        double scale = Math.max(1, (double) SHORT_SIDE / shortSide);
        scale = Math.min(scale, (double) LONG_SIDE / longSide);
        List<Found> whole = detect(bgr, scale);
        if (scale < 0.7) {
            double[] heights = whole.stream().mapToDouble(f -> f.quad().height()).sorted().toArray();
            double finer = heights.length == 0 ? 1 : Math.min(1, 18 / heights[heights.length / 2]);
            if (heights.length == 0 || heights[heights.length / 2] * scale < SMALL_TEXT) {
                return tiled(bgr, whole, Math.max(finer, scale));
            }
        }
        return whole;
    }

    private List<Found> tiled(Mat bgr, List<Found> whole, double scale) {
        int side = (int) (LONG_SIDE / scale);
        int step = (int) ((LONG_SIDE - TILE_OVERLAP) / scale);
        List<Found> all = new ArrayList<>(whole);
        for (int top = 0; top == 0 || top + side - step < bgr.rows(); top += step) {
            for (int left = 0; left == 0 || left + side - step < bgr.cols(); left += step) {
                Rect tile = new Rect(left, top, Math.min(side, bgr.cols() - left), Math.min(side, bgr.rows() - top));
                Mat part = bgr.submat(tile);
                for (Found found : detect(part, scale)) {
                    all.add(new Found(found.quad().scaled(1, 1, left, top), found.score()));
                }
                part.release();
            }
        }
        // the longest of those that overlap: cut words lose against whole ones
        all.sort((a, b) -> Double.compare(b.quad().length() * b.score(), a.quad().length() * a.score()));
        List<Found> kept = new ArrayList<>();
        for (Found found : all) {
            if (kept.stream().noneMatch(k -> overlap(k.quad(), found.quad()) > 0.4)) {
                kept.add(found);
            }
        }
        return kept;
    }

    /** Shared area as a part of the smaller one's, by upright bounds. */
    static double overlap(Quad a, Quad b) {
        double width = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double height = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double areaA = (a.right() - a.left()) * (a.bottom() - a.top());
        double areaB = (b.right() - b.left()) * (b.bottom() - b.top());
        return width * height / Math.max(1e-6, Math.min(areaA, areaB));
    }

    private List<Found> detect(Mat bgr, double scale) {
        int width = multipleOf32(bgr.cols() * scale);
        int height = multipleOf32(bgr.rows() * scale);
        Mat resized = new Mat();
        Imgproc.resize(bgr, resized, new Size(width, height), 0, 0, scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_CUBIC);
        float[] input = new float[3 * width * height];
        NetworkInput.toPlanes(resized, input, 0, height, width);
        resized.release();
        Mat probabilities = new Mat(height, width, CvType.CV_32F);
        probabilities.put(0, 0, models.detect(input, height, width));
        try {
            return boxes(probabilities, (double) bgr.cols() / width, (double) bgr.rows() / height);
        } finally {
            probabilities.release();
        }
    }

    private static int multipleOf32(double pixels) {
        return Math.max(32, (int) Math.round(pixels / 32) * 32);
    }

    private static List<Found> boxes(Mat probabilities, double toX, double toY) {
        Mat mask = new Mat();
        Core.compare(probabilities, new Scalar(PIXEL_THRESHOLD), mask, Core.CMP_GT);
        List<MatOfPoint> contours = new ArrayList<>();
        Mat hierarchy = new Mat();
        Imgproc.findContours(mask, contours, hierarchy, Imgproc.RETR_EXTERNAL, Imgproc.CHAIN_APPROX_SIMPLE);
        mask.release();
        hierarchy.release();
        List<Found> found = new ArrayList<>();
        for (MatOfPoint contour : contours) {
            MatOfPoint2f points = new MatOfPoint2f(contour.toArray());
            RotatedRect core = Imgproc.minAreaRect(points);
            points.release();
            double shortSide = Math.min(core.size.width, core.size.height);
            if (shortSide >= 2) {
                double score = meanInside(probabilities, contour);
                if (score >= BOX_THRESHOLD) {
                    double grow = 2 * core.size.area() * UNCLIP / (2 * (core.size.width + core.size.height));
                    RotatedRect text = new RotatedRect(core.center, new Size(core.size.width + grow, core.size.height + grow), core.angle);
                    if (Math.min(text.size.width, text.size.height) >= 5) {
                        found.add(new Found(upright(text).scaled(toX, toY, 0, 0), score));
                    }
                }
            }
            contour.release();
        }
        return found;
    }

    private static double meanInside(Mat probabilities, MatOfPoint contour) {
        Rect box = Imgproc.boundingRect(contour);
        Mat part = probabilities.submat(box);
        Mat inside = Mat.zeros(box.height, box.width, CvType.CV_8U);
        Imgproc.drawContours(inside, List.of(contour), 0, new Scalar(255), -1, Imgproc.LINE_8, new Mat(), 0, new Point(-box.x, -box.y));
        double mean = Core.mean(part, inside).val[0];
        inside.release();
        part.release();
        return mean;
    }

    /** Corners so that the first side points rightwards as much as it can. */
    private static Quad upright(RotatedRect rectangle) {
        Point[] corners = new Point[4];
        rectangle.points(corners);
        int first = 0;
        double best = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < 4; i++) {
            Point from = corners[i];
            Point to = corners[(i + 1) % 4];
            double rightwards = (to.x - from.x) / Math.max(1e-6, Math.hypot(to.x - from.x, to.y - from.y));
            if (rightwards > best + 1e-6) {
                best = rightwards;
                first = i;
            }
        }
        Point a = corners[first];
        Point b = corners[(first + 1) % 4];
        Point c = corners[(first + 2) % 4];
        Point d = corners[(first + 3) % 4];
        return new Quad(a.x, a.y, b.x, b.y, c.x, c.y, d.x, d.y);
    }
}

package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint;
import org.opencv.core.Point;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;

/** A set of pixels of an image, one byte each: 0 or -1 (255). Confined to one thread. */
final class Mask {
    final int width;
    final int height;
    final byte[] on;

    Mask(int width, int height) {
        this(width, height, new byte[width * height]);
    }

    private Mask(int width, int height, byte[] on) {
        this.width = width;
        this.height = height;
        this.on = on;
    }

    static Mask of(Mat mat) {
        byte[] on = new byte[mat.cols() * mat.rows()];
        mat.get(0, 0, on);
        return new Mask(mat.cols(), mat.rows(), on);
    }

    boolean at(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height && on[y * width + x] != 0;
    }

    void set(int i) {
        on[i] = -1;
    }

    int count() {
        Mat in = toMat();
        int n = Core.countNonZero(in);
        in.release();
        return n;
    }

    Mat toMat() {
        Mat mat = new Mat(height, width, CvType.CV_8UC1);
        mat.put(0, 0, on);
        return mat;
    }

    Mask opened(int side) {
        return morphed(Imgproc.MORPH_OPEN, side, side);
    }

    Mask closed(int side) {
        // room all around: else what grows as far as the frame does not shrink back from it
        return framed(side).morphed(Imgproc.MORPH_CLOSE, side, side).inner(side);
    }

    Mask dilated(int side) {
        return morphed(Imgproc.MORPH_DILATE, side, side);
    }

    Mask openedAlong(int across, int down) {
        return morphed(Imgproc.MORPH_OPEN, across, down);
    }

    private Mask framed(int by) {
        Mask wider = new Mask(width + 2 * by, height + 2 * by);
        for (int y = 0; y < height; y++) {
            System.arraycopy(on, y * width, wider.on, (y + by) * wider.width + by, width);
        }
        return wider;
    }

    private Mask inner(int by) {
        Mask narrower = new Mask(width - 2 * by, height - 2 * by);
        for (int y = 0; y < narrower.height; y++) {
            System.arraycopy(on, (y + by) * width + by, narrower.on, y * narrower.width, narrower.width);
        }
        return narrower;
    }

    private Mask morphed(int operation, int across, int down) {
        Mat in = toMat();
        Mat out = new Mat();
        int form = across == down && across > 3 ? Imgproc.MORPH_ELLIPSE : Imgproc.MORPH_RECT;
        Mat kernel = Imgproc.getStructuringElement(form, new Size(across, down));
        Imgproc.morphologyEx(in, out, operation, kernel);
        Mask result = of(out);
        in.release();
        out.release();
        kernel.release();
        return result;
    }

    Mask and(Mask other) {
        Mask both = new Mask(width, height);
        for (int i = 0; i < on.length; i++) {
            both.on[i] = (byte) (on[i] & other.on[i]);
        }
        return both;
    }

    Mask or(Mask other) {
        Mask either = new Mask(width, height);
        for (int i = 0; i < on.length; i++) {
            either.on[i] = (byte) (on[i] | other.on[i]);
        }
        return either;
    }

    Mask without(Mask other) {
        Mask rest = new Mask(width, height);
        for (int i = 0; i < on.length; i++) {
            rest.on[i] = (byte) (on[i] & ~other.on[i]);
        }
        return rest;
    }

    Mask inverted() {
        Mask rest = new Mask(width, height);
        for (int i = 0; i < on.length; i++) {
            rest.on[i] = (byte) ~on[i];
        }
        return rest;
    }

    /** Distance of each pixel inside to the nearest outside, in pixels; row by row. */
    float[] depth() {
        Mat in = toMat();
        Mat out = new Mat();
        Imgproc.distanceTransform(in, out, Imgproc.DIST_L2, 5);
        float[] depth = new float[on.length];
        out.get(0, 0, depth);
        in.release();
        out.release();
        return depth;
    }

    /** The largest of these distances; 0 for an empty mask. */
    float deepest() {
        return deepest(depth());
    }

    static float deepest(float[] depth) {
        float deepest = 0;
        for (float d : depth) {
            deepest = Math.max(deepest, d);
        }
        return deepest;
    }

    /** Connected pieces (8 neighbours), each in its own box with a margin of one pixel, largest first. */
    List<Piece> pieces(int minArea) {
        Mat in = toMat();
        Mat labels = new Mat();
        Mat stats = new Mat();
        Mat centres = new Mat();
        int n = Imgproc.connectedComponentsWithStats(in, labels, stats, centres, 8);
        int[] label = new int[on.length];
        labels.get(0, 0, label);
        int[] stat = new int[n * 5];
        stats.get(0, 0, stat);
        in.release();
        labels.release();
        stats.release();
        centres.release();
        List<Piece> pieces = new ArrayList<>();
        for (int k = 1; k < n; k++) {
            int area = stat[5 * k + 4];
            if (area < minArea) {
                continue;
            }
            int left = stat[5 * k];
            int top = stat[5 * k + 1];
            PixelBox box = new PixelBox(left, top, left + stat[5 * k + 2], top + stat[5 * k + 3]);
            Mask own = new Mask(box.width() + 2, box.height() + 2);
            for (int y = box.top(); y < box.bottom(); y++) {
                for (int x = box.left(); x < box.right(); x++) {
                    if (label[y * width + x] == k) {
                        own.set((y - top + 1) * own.width + x - left + 1);
                    }
                }
            }
            pieces.add(new Piece(box, own, area));
        }
        pieces.sort((p, q) -> Integer.compare(q.area(), p.area()));
        return pieces;
    }

    /** The outer contour of the largest piece, in this mask's coordinates; empty for an empty mask. */
    Point[] outline() {
        List<MatOfPoint> found = contours(Imgproc.RETR_EXTERNAL);
        Point[] best = new Point[0];
        double most = -1;
        for (MatOfPoint contour : found) {
            double area = Imgproc.contourArea(contour);
            if (area > most) {
                most = area;
                best = contour.toArray();
            }
            contour.release();
        }
        return best;
    }

    private List<MatOfPoint> contours(int mode) {
        Mat in = toMat();
        Mat hierarchy = new Mat();
        List<MatOfPoint> found = new ArrayList<>();
        Imgproc.findContours(in, found, hierarchy, mode, Imgproc.CHAIN_APPROX_NONE);
        in.release();
        hierarchy.release();
        return found;
    }

    /** This mask with everything that its pieces enclose. */
    Mask filled() {
        Mat out = new Mat(height, width, CvType.CV_8UC1, new org.opencv.core.Scalar(0));
        List<MatOfPoint> found = contours(Imgproc.RETR_EXTERNAL);
        Imgproc.drawContours(out, found, -1, new org.opencv.core.Scalar(255), Imgproc.FILLED);
        found.forEach(Mat::release);
        Mask result = of(out);
        out.release();
        return result;
    }

    /** Enclosed areas of at least this many pixels (4 neighbours inside, so that thin strokes hold). */
    int holes(int minArea) {
        Mask outside = inverted();
        Mat in = outside.toMat();
        Mat labels = new Mat();
        Mat stats = new Mat();
        Mat centres = new Mat();
        int n = Imgproc.connectedComponentsWithStats(in, labels, stats, centres, 4);
        int[] stat = new int[n * 5];
        stats.get(0, 0, stat);
        int holes = 0;
        for (int k = 1; k < n; k++) {
            boolean atBorder = stat[5 * k] == 0 || stat[5 * k + 1] == 0
                    || stat[5 * k] + stat[5 * k + 2] == width || stat[5 * k + 1] + stat[5 * k + 3] == height;
            if (!atBorder && stat[5 * k + 4] >= minArea) {
                holes++;
            }
        }
        in.release();
        labels.release();
        stats.release();
        centres.release();
        return holes;
    }

    /**
     * A connected piece: its box in the image and its own pixels, whose (1, 1) is the box's left top.
     *
     * @param area its pixels
     */
    record Piece(PixelBox box, Mask own, int area) {
        void paint(Mask onto) {
            for (int y = 0; y < box.height(); y++) {
                for (int x = 0; x < box.width(); x++) {
                    if (own.on[(y + 1) * own.width + x + 1] != 0) {
                        onto.set((y + box.top()) * onto.width + x + box.left());
                    }
                }
            }
        }
    }
}

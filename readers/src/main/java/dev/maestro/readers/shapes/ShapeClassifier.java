package dev.maestro.readers.shapes;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.opencv.core.MatOfInt;
import org.opencv.core.MatOfPoint;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.Point;
import org.opencv.core.RotatedRect;
import org.opencv.imgproc.Imgproc;
import org.opencv.imgproc.Moments;

/**
 * Names the shape of one closed contour. The contour is first made round by its own second moments (every
 * ellipse becomes a circle, every rectangle a square, every triangle an equilateral one); the harmonics of
 * its radius then tell circle and polygons apart even when they are small or rotated.
 */
final class ShapeClassifier {
    /** Angles at which the radius is sampled. */
    private static final int ANGLES = 96;
    /** Deviation of the radius, relative: a hexagon has 0.042, an octagon 0.024. */
    private static final double ROUND = 0.019;

    private ShapeClassifier() {}

    /**
     * @param area    inside the contour, pixels
     * @param tilt    of a square from upright, 0 to 45 degrees
     * @param quality 0 to 1: how well the contour fits its kind
     */
    record Shape(FigureKind kind, double centreX, double centreY, double area, double tilt, double quality) {}

    static Shape classify(Point[] contour) {
        MatOfPoint points = new MatOfPoint(contour);
        MatOfPoint2f floats = new MatOfPoint2f(contour);
        MatOfInt hull = new MatOfInt();
        try {
            if (contour.length < 5) {
                return new Shape(FigureKind.OTHER, mean(contour, true), mean(contour, false), contour.length, 0, 0);
            }
            Moments m = Imgproc.moments(points);
            RotatedRect around = Imgproc.minAreaRect(floats);
            double longSide = Math.max(around.size.width, around.size.height) + 1;
            double shortSide = Math.min(around.size.width, around.size.height) + 1;
            double perimeter = Imgproc.arcLength(floats, true);
            // contours run through pixel centres: half a pixel is missing all around
            double area = m.m00 + perimeter / 2 + 1;
            if (m.m00 < 1 || shortSide < 0.12 * longSide || shortSide <= 3 && longSide >= 10) {
                return new Shape(shortSide <= Math.max(4, 0.12 * longSide) ? FigureKind.LINE : FigureKind.OTHER,
                        around.center.x, around.center.y, area, 0, 0.9);
            }
            double cx = m.m10 / m.m00;
            double cy = m.m01 / m.m00;
            Imgproc.convexHull(points, hull);
            Point[] hullPoints = Arrays.stream(hull.toArray()).mapToObj(i -> contour[i]).toArray(Point[]::new);
            MatOfPoint hullContour = new MatOfPoint(hullPoints);
            MatOfPoint2f hullFloats = new MatOfPoint2f(hullPoints);
            double hullArea = Imgproc.contourArea(hullContour) + Imgproc.arcLength(hullFloats, true) / 2 + 1;
            hullContour.release();
            hullFloats.release();
            double solidity = area / hullArea;
            double[] radius = roundedRadius(contour, m, cx, cy);
            if (solidity < 0.9) {
                return dented(points, hull, radius, solidity, area, cx, cy, floats, perimeter);
            }
            return convex(floats, around, radius, area, cx, cy, longSide, shortSide, solidity);
        } finally {
            points.release();
            floats.release();
            hull.release();
        }
    }

    private static Shape convex(MatOfPoint2f contour, RotatedRect around, double[] radius, double area, double cx, double cy,
            double longSide, double shortSide, double solidity) {
        double[] harmonics = harmonics(radius);
        double deviation = 0;
        for (int k = 2; k < harmonics.length; k++) {
            deviation += harmonics[k] * harmonics[k] / 2;
        }
        deviation = Math.sqrt(deviation);
        double size = Math.sqrt(area / Math.PI);
        double aspect = longSide / shortSide;
        double filling = area / (longSide * shortSide);
        int best = 3;
        for (int k = 3; k <= 8; k++) {
            best = harmonics[k] > harmonics[best] ? k : best;
        }
        double round = Math.max(ROUND, 0.26 / size);
        double quality = Math.min(1, solidity);
        if (deviation < round || size < 4.5 && deviation < 0.08) {
            return new Shape(aspect < 1 + Math.max(0.09, 1.3 / size) ? FigureKind.CIRCLE : FigureKind.ELLIPSE, cx, cy, area, 0, quality);
        }
        double triangle = area / triangleAround(contour);
        if (triangle > 0.85 && best == 3) {
            return new Shape(FigureKind.TRIANGLE, cx, cy, area, 0, quality);
        }
        if (filling > 0.93 - 0.5 / size && (best == 4 || filling > 0.96)) {
            boolean square = aspect < 1.1 + 1 / size;
            return new Shape(square ? FigureKind.SQUARE : FigureKind.RECTANGLE, cx, cy, area, square ? tilt(around) : 0, quality);
        }
        if (best == 4 || best == 3) {
            FigureKind four = quadrilateral(contour, harmonics, triangle);
            return new Shape(four, cx, cy, area, 0, quality);
        }
        return new Shape(FigureKind.polygon(best), cx, cy, area, 0, harmonics[best] > 0.6 * Math.sqrt(2) * deviation ? quality : 0.6);
    }

    /** What a convex shape of three or four corners is that is neither a clear triangle nor a rectangle. */
    private static FigureKind quadrilateral(MatOfPoint2f contour, double[] harmonics, double triangle) {
        Point[] corners = corners(contour, 4);
        if (corners.length == 3) {
            return FigureKind.TRIANGLE;
        }
        if (corners.length != 4) {
            return triangle > 0.8 ? FigureKind.TRIANGLE : harmonics[4] > 2.5 * harmonics[3] ? FigureKind.RECTANGLE : FigureKind.OTHER;
        }
        double[] sides = new double[4];
        for (int i = 0; i < 4; i++) {
            sides[i] = Math.hypot(corners[i].x - corners[(i + 1) % 4].x, corners[i].y - corners[(i + 1) % 4].y);
        }
        double longest = Arrays.stream(sides).max().orElse(1);
        double shortest = Arrays.stream(sides).min().orElse(1);
        if (shortest > 0.85 * longest) {
            return FigureKind.DIAMOND;
        }
        boolean parallel = Math.abs(sides[0] - sides[2]) < 0.12 * longest && Math.abs(sides[1] - sides[3]) < 0.12 * longest;
        boolean kite = Math.abs(sides[0] - sides[1]) < 0.1 * longest && Math.abs(sides[2] - sides[3]) < 0.1 * longest
                || Math.abs(sides[1] - sides[2]) < 0.1 * longest && Math.abs(sides[3] - sides[0]) < 0.1 * longest;
        return parallel ? FigureKind.PARALLELOGRAM : kite ? FigureKind.DIAMOND : FigureKind.TRAPEZOID;
    }

    private static Shape dented(MatOfPoint points, MatOfInt hull, double[] radius, double solidity, double area, double cx, double cy,
            MatOfPoint2f contour, double perimeter) {
        int deep = dents(points.toArray(), hull.toArray(), Math.max(1.5, 0.11 * Math.sqrt(area)));
        double[] harmonics = harmonics(radius);
        int best = IntStream.rangeClosed(3, 8).reduce(3, (p, q) -> harmonics[q] > harmonics[p] ? q : p);
        FigureKind kind = FigureKind.OTHER;
        double quality = 0.8;
        if (deep >= 4 && deep <= 8 && deep != 4 && best == deep && harmonics[best] > 0.1) {
            kind = FigureKind.STAR;
        } else if (deep == 4 && best == 4) {
            kind = corners(contour, 14).length <= 9 ? FigureKind.STAR : FigureKind.CROSS;
        } else if (deep == 2) {
            int corners = corners(contour, 9).length;
            kind = corners >= 6 && corners <= 9 ? FigureKind.ARROW : FigureKind.OTHER;
            quality = 0.6;
        } else if (deep == 1) {
            kind = solidity < 0.8 ? FigureKind.CRESCENT : FigureKind.OTHER;
            quality = 0.5;
        }
        return new Shape(kind, cx, cy, area, 0, kind == FigureKind.OTHER ? 0.3 : quality);
    }

    /** Stretches of the contour that go deeper than a limit below the convex hull. */
    private static int dents(Point[] contour, int[] hull, double limit) {
        int[] corners = Arrays.stream(hull).sorted().toArray();
        int deep = 0;
        for (int k = 0; k < corners.length; k++) {
            int from = corners[k];
            int to = corners[(k + 1) % corners.length] + (k + 1 == corners.length ? contour.length : 0);
            Point p = contour[from];
            Point q = contour[to % contour.length];
            Segment chord = new Segment(p.x, p.y, q.x, q.y);
            double deepest = 0;
            for (int i = from + 1; i < to; i++) {
                Point at = contour[i % contour.length];
                deepest = Math.max(deepest, chord.distance(at.x, at.y));
            }
            deep += deepest > limit ? 1 : 0;
        }
        return deep;
    }

    /** Corners of the simplest polygon that keeps to the contour within 2 % of its length; at most {@code limit} are wanted. */
    static Point[] corners(MatOfPoint2f contour, int limit) {
        double length = Imgproc.arcLength(contour, true);
        MatOfPoint2f polygon = new MatOfPoint2f();
        Point[] corners = new Point[0];
        for (double share : new double[]{0.018, 0.025, 0.035}) {
            Imgproc.approxPolyDP(contour, polygon, Math.max(1.2, share * length), true);
            corners = polygon.toArray();
            if (corners.length <= limit) {
                break;
            }
        }
        polygon.release();
        return corners;
    }

    private static double triangleAround(MatOfPoint2f contour) {
        org.opencv.core.Mat triangle = new org.opencv.core.Mat();
        double area = Imgproc.minEnclosingTriangle(contour, triangle);
        triangle.release();
        return area + 1.8 * Math.sqrt(Math.max(area, 1));
    }

    private static double tilt(RotatedRect around) {
        double angle = Math.abs(around.angle) % 90;
        return Math.min(angle, 90 - angle);
    }

    /** Radius at equal angles after the contour has been made round, mean 1. */
    private static double[] roundedRadius(Point[] contour, Moments m, double cx, double cy) {
        double xx = m.mu20 / m.m00;
        double yy = m.mu02 / m.m00;
        double xy = m.mu11 / m.m00;
        double root = Math.sqrt(Math.max(1e-9, xx * yy - xy * xy));
        double t = Math.sqrt(Math.max(1e-9, xx + yy + 2 * root));
        // inverse of the symmetric square root (M + root·I) / t
        double a = (xx + root) / t;
        double d = (yy + root) / t;
        double b = xy / t;
        double det = Math.max(1e-9, a * d - b * b);
        double[] sum = new double[ANGLES];
        int[] hits = new int[ANGLES];
        for (int i = 0; i < contour.length; i++) {
            Point p = contour[i];
            Point q = contour[(i + 1) % contour.length];
            for (int part = 0; part < 4; part++) {
                double px = p.x + (q.x - p.x) * part / 4 - cx;
                double py = p.y + (q.y - p.y) * part / 4 - cy;
                double u = (d * px - b * py) / det;
                double v = (a * py - b * px) / det;
                int angle = (int) Math.floor((Math.atan2(v, u) / (2 * Math.PI) + 1) % 1 * ANGLES) % ANGLES;
                sum[angle] += Math.hypot(u, v);
                hits[angle]++;
            }
        }
        double[] radius = new double[ANGLES];
        double mean = 0;
        for (int k = 0; k < ANGLES; k++) {
            int near = k;
            for (int step = 1; step < ANGLES && hits[near] == 0; step++) {
                near = (k + (step % 2 == 0 ? step / 2 : ANGLES - (step + 1) / 2)) % ANGLES;
            }
            radius[k] = hits[near] == 0 ? 1 : sum[near] / hits[near];
            mean += radius[k] / ANGLES;
        }
        for (int k = 0; k < ANGLES; k++) {
            radius[k] /= mean;
        }
        return radius;
    }

    /** Amplitudes of the harmonics 0 to 10 of a closed curve's radius. */
    private static double[] harmonics(double[] radius) {
        double[] amplitude = new double[11];
        for (int k = 1; k < amplitude.length; k++) {
            double re = 0;
            double im = 0;
            for (int i = 0; i < radius.length; i++) {
                double phase = 2 * Math.PI * k * i / radius.length;
                re += radius[i] * Math.cos(phase);
                im += radius[i] * Math.sin(phase);
            }
            amplitude[k] = 2 * Math.hypot(re, im) / radius.length;
        }
        return amplitude;
    }

    private static double mean(Point[] points, boolean x) {
        return Arrays.stream(points).mapToDouble(p -> x ? p.x : p.y).average().orElse(0);
    }
}

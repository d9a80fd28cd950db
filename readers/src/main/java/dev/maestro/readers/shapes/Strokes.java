package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint2f;
import org.opencv.core.Point;
import org.opencv.imgproc.Imgproc;

/**
 * Lines of a drawing as a mask, thinned to one pixel, with the distance of every pixel to the nearest
 * thinned one. The base of fitting circles, segments and polygons to strokes that cross.
 */
final class Strokes {
    final Mask mask;
    final Mask thin;
    /** Distance to the nearest thinned pixel, pixels. */
    final float[] away;
    /** Typical width of the strokes, pixels. */
    final double strokeWidth;

    private Strokes(Mask mask, Mask thin) {
        this.mask = mask;
        this.thin = thin;
        this.away = thin.inverted().depth();
        int thinned = Math.max(1, thin.count());
        this.strokeWidth = Math.max(1, mask.count() / (double) thinned);
    }

    static Strokes of(Mask mask) {
        return new Strokes(mask, Thinning.thin(mask));
    }

    int width() {
        return mask.width;
    }

    int height() {
        return mask.height;
    }

    /** Distance a fitted curve may be from the thinned strokes and still lie on them. */
    double tolerance() {
        return 1.3 + 0.3 * strokeWidth;
    }

    boolean near(double x, double y, double within) {
        int px = (int) Math.round(x);
        int py = (int) Math.round(y);
        return px >= 0 && py >= 0 && px < mask.width && py < mask.height && away[py * mask.width + px] <= within;
    }

    /** Share of the way from (ax, ay) to (bx, by) that lies on strokes. */
    double support(double ax, double ay, double bx, double by, double within) {
        int steps = Math.max(2, (int) Math.hypot(bx - ax, by - ay));
        int on = 0;
        for (int s = 0; s <= steps; s++) {
            double t = s / (double) steps;
            on += near(ax + t * (bx - ax), ay + t * (by - ay), within) ? 1 : 0;
        }
        return on / (steps + 1.0);
    }

    /** Thinned pixels as indices. */
    List<Integer> points() {
        List<Integer> points = new ArrayList<>();
        for (int i = 0; i < thin.on.length; i++) {
            if (thin.on[i] != 0) {
                points.add(i);
            }
        }
        return points;
    }

    /** Straight runs of at least {@code minLength} pixels, longest first, each thinned pixel used about once. */
    List<Segment> segments(double minLength) {
        return segments(minLength, 2 + 1.2 * strokeWidth);
    }

    /** @param gap longest interruption of a run, pixels: where another line lies on top */
    List<Segment> segments(double minLength, double gap) {
        List<Segment> found = new ArrayList<>();
        List<Integer> rest = points();
        Random random = new Random(7);
        double within = 0.9 + 0.15 * strokeWidth;
        int misses = 0;
        while (rest.size() >= minLength * 0.6 && misses < 3 && found.size() < 120) {
            Segment best = null;
            for (int attempt = 0; attempt < 260; attempt++) {
                int p = rest.get(random.nextInt(rest.size()));
                int q = partner(rest, p, random, minLength);
                if (q < 0) {
                    continue;
                }
                Segment run = run(p, q, within, gap);
                if (run != null && (best == null || run.length() > best.length())) {
                    best = run;
                }
            }
            if (best == null || best.length() < minLength) {
                misses++;
                continue;
            }
            Segment refined = refine(best, within);
            Segment again = run(refined, within, gap);
            Segment kept = again != null && again.length() >= best.length() - 2 ? again : best;
            found.add(kept);
            int before = rest.size();
            rest.removeIf(i -> kept.distance(i % width(), i / width()) <= within + 0.8);
            misses = rest.size() == before ? misses + 1 : 0;
        }
        return found;
    }

    /** Another remaining point not far away, along the same stroke most of the time. */
    private int partner(List<Integer> rest, int p, Random random, double minLength) {
        double reach = Math.max(12, minLength * 2);
        for (int attempt = 0; attempt < 12; attempt++) {
            int at = Math.clamp((long) (java.util.Collections.binarySearch(rest, p) + random.nextGaussian() * 60), 0, rest.size() - 1);
            int q = attempt < 6 ? rest.get(at) : rest.get(random.nextInt(rest.size()));
            double d = Math.hypot(q % width() - p % width(), q / width() - p / width());
            if (d >= Math.min(8, minLength * 0.7) && d <= (attempt < 9 ? reach : 4 * reach)) {
                return q;
            }
        }
        return -1;
    }

    private Segment run(int p, int q, double within, double gap) {
        return run(new Segment(p % width(), p / width(), q % width(), q / width()), within, gap);
    }

    /** The longest supported stretch of the line through a segment that contains the segment's middle. */
    private Segment run(Segment line, double within, double gap) {
        double length = line.length();
        double ux = (line.bx() - line.ax()) / length;
        double uy = (line.by() - line.ay()) / length;
        double mx = (line.ax() + line.bx()) / 2;
        double my = (line.ay() + line.by()) / 2;
        double forward = reach(mx, my, ux, uy, within, gap);
        double back = reach(mx, my, -ux, -uy, within, gap);
        if (forward + back < 0.9 * length) {
            return null;
        }
        return new Segment(mx - back * ux, my - back * uy, mx + forward * ux, my + forward * uy);
    }

    private double reach(double x, double y, double ux, double uy, double within, double gap) {
        double last = 0;
        for (double d = 0; d - last <= gap; d += 0.7) {
            if (near(x + d * ux, y + d * uy, within)) {
                last = d;
            }
        }
        return last;
    }

    /** Least squares through the thinned pixels along a segment. */
    private Segment refine(Segment s, double within) {
        List<Point> along = new ArrayList<>();
        int pad = (int) Math.ceil(within) + 1;
        int top = Math.max(0, (int) Math.min(s.ay(), s.by()) - pad);
        int bottom = Math.min(height() - 1, (int) Math.max(s.ay(), s.by()) + pad);
        int left = Math.max(0, (int) Math.min(s.ax(), s.bx()) - pad);
        int right = Math.min(width() - 1, (int) Math.max(s.ax(), s.bx()) + pad);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                if (thin.on[y * width() + x] != 0 && s.distance(x, y) <= within + 0.5) {
                    along.add(new Point(x, y));
                }
            }
        }
        if (along.size() < 5) {
            return s;
        }
        MatOfPoint2f points = new MatOfPoint2f(along.toArray(Point[]::new));
        Mat line = new Mat();
        Imgproc.fitLine(points, line, Imgproc.DIST_L2, 0, 0.01, 0.01);
        float[] fitted = new float[4];
        line.get(0, 0, fitted);
        points.release();
        line.release();
        double ux = fitted[0];
        double uy = fitted[1];
        double cx = fitted[2];
        double cy = fitted[3];
        double a = (s.ax() - cx) * ux + (s.ay() - cy) * uy;
        double b = (s.bx() - cx) * ux + (s.by() - cy) * uy;
        return new Segment(cx + a * ux, cy + a * uy, cx + b * ux, cy + b * uy);
    }
}

package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.opencv.core.Point;

/** Discs that together explain a contour which is none by itself: partly covered discs and discs of one colour grown together. */
final class VisibleArcs {
    /** A disc must show at least this share of its circumference. */
    private static final double SHOWN = 0.27;
    /** All discs together must explain this share of the open contour. */
    private static final double EXPLAINED = 0.9;

    private VisibleArcs() {}

    /**
     * @param contour closed, pixels
     * @param open    which of its points face the ground; the others may be edges of what lies on top
     * @return the discs; empty when discs do not explain it
     */
    static List<Ring> circles(Point[] contour, boolean[] open) {
        List<Point> rest = new ArrayList<>();
        for (int i = 0; i < contour.length; i++) {
            if (open[i]) {
                rest.add(contour[i]);
            }
        }
        int all = rest.size();
        if (all < 20) {
            return List.of();
        }
        List<Ring> found = new ArrayList<>();
        Random random = new Random(5);
        while (rest.size() > (1 - EXPLAINED) * all && found.size() < 40) {
            Ring best = best(rest, random);
            if (best == null) {
                return List.of();
            }
            found.add(best);
            double within = within(best) + 0.7;
            rest.removeIf(p -> best.distance(p.x, p.y) <= within);
        }
        return found;
    }

    private static double within(Ring ring) {
        return Math.max(0.9, 0.012 * ring.radius());
    }

    private static Ring best(List<Point> rest, Random random) {
        Ring best = null;
        double most = SHOWN;
        int n = rest.size();
        for (int attempt = 0; attempt < 900 && n > 8; attempt++) {
            int at = random.nextInt(n);
            int reach = Math.max(6, attempt % 2 == 0 ? n / 3 : n / 10);
            Point p = rest.get(at);
            Point q = rest.get((at + 3 + random.nextInt(reach)) % n);
            Point r = rest.get((at + n - 3 - random.nextInt(reach)) % n);
            Ring ring = Ring.through(p.x, p.y, q.x, q.y, r.x, r.y);
            if (ring.radius() < 3 || ring.radius() > n) {
                continue;
            }
            double share = shown(rest, ring);
            if (share > most) {
                Ring refined = refined(rest, ring);
                double again = shown(rest, refined);
                most = Math.max(share, again);
                best = again >= share ? refined : ring;
            }
        }
        return best;
    }

    private static double shown(List<Point> rest, Ring ring) {
        double within = within(ring);
        boolean[] hit = new boolean[72];
        for (Point p : rest) {
            if (ring.distance(p.x, p.y) <= within) {
                hit[(int) Math.floor((Math.atan2(p.y - ring.y(), p.x - ring.x()) / (2 * Math.PI) + 1) % 1 * 72) % 72] = true;
            }
        }
        int n = 0;
        for (boolean h : hit) {
            n += h ? 1 : 0;
        }
        return n / 72.0;
    }

    private static Ring refined(List<Point> rest, Ring ring) {
        double[] xs = new double[rest.size()];
        double[] ys = new double[rest.size()];
        int n = 0;
        for (Point p : rest) {
            if (ring.distance(p.x, p.y) <= within(ring) + 0.5) {
                xs[n] = p.x;
                ys[n++] = p.y;
            }
        }
        return ring.fit(xs, ys, n);
    }
}

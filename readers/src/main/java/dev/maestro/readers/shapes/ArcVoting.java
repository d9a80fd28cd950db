package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Finds whole circles among strokes that cross: three points propose, the circumference votes. */
final class ArcVoting {
    private ArcVoting() {}

    /**
     * @param coverage least share of the circumference that must lie on strokes
     */
    static List<Ring> circles(Strokes strokes, double coverage) {
        List<Ring> found = new ArrayList<>();
        List<Integer> rest = strokes.points();
        int w = strokes.width();
        double within = strokes.tolerance();
        Random random = new Random(11);
        int barren = 0;
        while (rest.size() > 12 && barren < 4 && found.size() < 200) {
            Ring best = null;
            double most = coverage;
            for (int attempt = 0; attempt < 1500; attempt++) {
                int p = rest.get(random.nextInt(rest.size()));
                int at = java.util.Collections.binarySearch(rest, p);
                int spread = attempt % 3 == 0 ? rest.size() : attempt % 3 == 1 ? 120 : 500;
                int q = rest.get(Math.floorMod(at + random.nextInt(2 * spread + 1) - spread, rest.size()));
                int r = rest.get(Math.floorMod(at + random.nextInt(2 * spread + 1) - spread, rest.size()));
                Ring ring = Ring.through(p % w, p / w, q % w, q / w, r % w, r / w);
                if (ring.radius() < 3.5 + strokes.strokeWidth / 2 || ring.radius() > 0.55 * Math.max(w, strokes.height())) {
                    continue;
                }
                double quick = covered(strokes, ring, within, 24);
                if (quick < most - 0.2) {
                    continue;
                }
                Ring refined = refine(strokes, rest, ring, within);
                double share = covered(strokes, refined, within, 120);
                if (share > most) {
                    most = share;
                    best = refined;
                    if (share > 0.985) {
                        break;
                    }
                }
            }
            if (best == null) {
                barren++;
                continue;
            }
            barren = 0;
            Ring ring = best;
            if (found.stream().noneMatch(other -> other.same(ring, within))) {
                found.add(ring);
            }
            rest.removeIf(i -> ring.distance(i % w, i / w) <= within + 0.5);
        }
        return found;
    }

    /** Share of the circumference within the tolerance of a thinned stroke. */
    static double covered(Strokes strokes, Ring ring, double within, int samples) {
        int on = 0;
        for (int s = 0; s < samples; s++) {
            double angle = 2 * Math.PI * s / samples;
            on += strokes.near(ring.x() + ring.radius() * Math.cos(angle), ring.y() + ring.radius() * Math.sin(angle), within) ? 1 : 0;
        }
        return on / (double) samples;
    }

    private static Ring refine(Strokes strokes, List<Integer> rest, Ring ring, double within) {
        int w = strokes.width();
        double[] xs = new double[rest.size()];
        double[] ys = new double[rest.size()];
        int n = 0;
        for (int i : rest) {
            double x = i % w;
            double y = i / w;
            if (ring.distance(x, y) <= within + 1) {
                xs[n] = x;
                ys[n++] = y;
            }
        }
        Ring better = ring.fit(xs, ys, n);
        return Math.abs(better.radius() - ring.radius()) < 0.2 * ring.radius() ? better : ring;
    }
}

package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;

/** Chooses among candidate outlines: the best fitting first, and of the others only those that explain strokes of their own. */
final class Cover {
    /** Least share of an outline that no chosen one has explained. Outlines that merely cross share a few percent. */
    private static final double OWN = 0.5;

    private final Strokes strokes;
    private final double within;
    private final boolean[] explained;

    Cover(Strokes strokes, double within) {
        this.strokes = strokes;
        this.within = within;
        this.explained = new boolean[strokes.width() * strokes.height()];
    }

    /** @param ordered best first */
    List<double[][]> chosen(List<double[][]> ordered) {
        List<double[][]> chosen = new ArrayList<>();
        for (double[][] polygon : ordered) {
            List<int[]> along = along(polygon);
            long own = along.stream().filter(p -> !known(p)).count();
            if (own >= OWN * along.size()) {
                chosen.add(polygon);
                along.forEach(this::explain);
            }
        }
        return chosen;
    }

    /** Chooses all of them, whatever they share. */
    List<double[][]> all(List<double[][]> polygons) {
        polygons.forEach(polygon -> along(polygon).forEach(this::explain));
        return polygons;
    }

    /** Share of the thinned strokes that the chosen outlines explain, 0 to 1; 1 where there are none. */
    double explained() {
        List<Integer> points = strokes.points();
        return points.isEmpty() ? 1 : points.stream().filter(i -> explained[i]).count() / (double) points.size();
    }

    private static List<int[]> along(double[][] polygon) {
        List<int[]> points = new ArrayList<>();
        for (int k = 0; k < polygon.length; k++) {
            double[] p = polygon[k];
            double[] q = polygon[(k + 1) % polygon.length];
            for (int s = 0; s < 24; s++) {
                points.add(new int[]{(int) Math.round(p[0] + (q[0] - p[0]) * s / 24), (int) Math.round(p[1] + (q[1] - p[1]) * s / 24)});
            }
        }
        return points;
    }

    private boolean known(int[] p) {
        return p[0] >= 0 && p[1] >= 0 && p[0] < strokes.width() && p[1] < strokes.height() && explained[p[1] * strokes.width() + p[0]];
    }

    private void explain(int[] p) {
        int r = (int) Math.ceil(within) + 1;
        for (int y = Math.max(0, p[1] - r); y <= Math.min(strokes.height() - 1, p[1] + r); y++) {
            for (int x = Math.max(0, p[0] - r); x <= Math.min(strokes.width() - 1, p[0] + r); x++) {
                explained[y * strokes.width() + x] = true;
            }
        }
    }
}

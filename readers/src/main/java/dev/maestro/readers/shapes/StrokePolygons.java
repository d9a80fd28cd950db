package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds whole polygons among strokes that cross: regular ones from one side, rectangles from two sides, triangles from three. */
final class StrokePolygons {
    private static final double COVERED = 0.93;

    private final Strokes strokes;
    private final List<double[]> corners = new ArrayList<>();
    private final double within;

    StrokePolygons(Strokes strokes) {
        this.strokes = strokes;
        this.within = strokes.tolerance();
        collect(strokes.segments(Math.max(7, 2.2 * strokes.strokeWidth)));
    }

    private void collect(List<Segment> segments) {
        for (Segment s : segments) {
            add(s.ax(), s.ay());
            add(s.bx(), s.by());
        }
        for (int i = 0; i < segments.size(); i++) {
            for (int j = i + 1; j < segments.size(); j++) {
                Segment s = segments.get(i);
                Segment t = segments.get(j);
                s.meets(t, 3 * within).filter(p -> nearEnd(s, p) || nearEnd(t, p)).ifPresent(p -> {
                    corners.removeIf(q -> Math.hypot(q[0] - p[0], q[1] - p[1]) < within);
                    corners.add(p);
                });
            }
        }
    }

    private boolean nearEnd(Segment s, double[] p) {
        double end = Math.min(Math.hypot(s.ax() - p[0], s.ay() - p[1]), Math.hypot(s.bx() - p[0], s.by() - p[1]));
        return end < 3.5 * within;
    }

    private void add(double x, double y) {
        if (corners.size() < 160 && corners.stream().noneMatch(q -> Math.hypot(q[0] - x, q[1] - y) < within)) {
            corners.add(new double[]{x, y});
        }
    }

    List<double[][]> of(FigureKind kind) {
        return switch (kind) {
            case RECTANGLE, SQUARE -> rectangles();
            case TRIANGLE -> triangles();
            case PENTAGON, HEXAGON, HEPTAGON, OCTAGON -> regular(kind.corners());
            default -> List.of();
        };
    }

    /** Regular polygons with this many corners, each as its corners. */
    List<double[][]> regular(int n) {
        List<double[][]> found = new ArrayList<>();
        for (double[] p : corners) {
            for (double[] q : corners) {
                double side = Math.hypot(p[0] - q[0], p[1] - q[1]);
                if (p == q || side < 5 || strokes.support(p[0], p[1], q[0], q[1], within) < 0.9) {
                    continue;
                }
                // ordered pairs: the polygon to the left of p→q
                double[][] first = fromSide(p, q, n);
                if (coverage(first, within + 0.07 * side) < 0.85) {
                    continue;
                }
                double[][] fitted = adjusted(first, 0.05 * side);
                if (coverage(fitted, within) >= COVERED) {
                    found.add(fitted);
                }
            }
        }
        found.sort(Comparator.comparingDouble(this::error));
        if (!found.isEmpty()) {
            // drawings repeat their shapes: look for the clearest one elsewhere
            found.addAll(copies(found.getFirst()));
            found.sort(Comparator.comparingDouble(this::error));
        }
        return new Cover(strokes, within).chosen(found);
    }

    /** The same polygon, moved, wherever strokes carry it. */
    private List<double[][]> copies(double[][] polygon) {
        List<double[][]> copies = new ArrayList<>();
        double[] c = middle(polygon);
        double size = Math.hypot(polygon[0][0] - c[0], polygon[0][1] - c[1]);
        int step = size > 40 ? 2 : 1;
        for (int y = (int) (0.5 * size); y < strokes.height() - 0.5 * size; y += step) {
            for (int x = (int) (0.5 * size); x < strokes.width() - 0.5 * size; x += step) {
                double[][] moved = shifted(polygon, x - c[0], y - c[1]);
                if (coarse(moved) && error(moved) < 0.5 * within + 0.5 * step) {
                    double[][] fitted = adjusted(moved, step);
                    double[] d = middle(fitted);
                    boolean seen = copies.stream().map(StrokePolygons::middle).anyMatch(m -> Math.hypot(m[0] - d[0], m[1] - d[1]) < 1);
                    if (!seen && coverage(fitted, within) >= COVERED) {
                        copies.add(fitted);
                    }
                }
            }
        }
        return copies;
    }

    private boolean coarse(double[][] polygon) {
        for (int k = 0; k < polygon.length; k++) {
            double[] p = polygon[k];
            double[] q = polygon[(k + 1) % polygon.length];
            if (!strokes.near((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, within + 1)) {
                return false;
            }
        }
        return true;
    }

    private static double[][] shifted(double[][] polygon, double dx, double dy) {
        double[][] moved = new double[polygon.length][];
        for (int k = 0; k < polygon.length; k++) {
            moved[k] = new double[]{polygon[k][0] + dx, polygon[k][1] + dy};
        }
        return moved;
    }

    /** Rectangles and squares whose corners end their sides, each as four corners. */
    List<double[][]> rectangles() {
        List<double[][]> found = new ArrayList<>();
        for (double[] q : corners) {
            for (double[] p : corners) {
                double a = Math.hypot(p[0] - q[0], p[1] - q[1]);
                if (p == q || a < 5 || !side(p, q)) {
                    continue;
                }
                for (double[] r : corners) {
                    double b = Math.hypot(r[0] - q[0], r[1] - q[1]);
                    if (r == p || r == q || b < 5) {
                        continue;
                    }
                    double dot = ((p[0] - q[0]) * (r[0] - q[0]) + (p[1] - q[1]) * (r[1] - q[1])) / (a * b);
                    double[] s = {p[0] + r[0] - q[0], p[1] + r[1] - q[1]};
                    double[][] box = {q, p, s, r};
                    if (Math.abs(dot) < 0.06 && side(r, q) && side(s, p) && side(s, r) && coverage(box, within) >= COVERED) {
                        keep(found, box);
                    }
                }
            }
        }
        return found;
    }

    /** Triangles whose corners end their sides. */
    List<double[][]> triangles() {
        List<double[][]> found = new ArrayList<>();
        int n = corners.size();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                if (!side(corners.get(i), corners.get(j))) {
                    continue;
                }
                for (int k = j + 1; k < n; k++) {
                    double[][] t = {corners.get(i), corners.get(j), corners.get(k)};
                    double doubled = Math.abs((t[1][0] - t[0][0]) * (t[2][1] - t[0][1]) - (t[1][1] - t[0][1]) * (t[2][0] - t[0][0]));
                    if (doubled > 60 && !flat(t, doubled) && side(t[0], t[2]) && side(t[1], t[2]) && coverage(t, within) >= COVERED) {
                        keep(found, t);
                    }
                }
            }
        }
        return found;
    }

    /** A bent line lies within the tolerance of a triangle as low as this: the strokes do not tell them apart. */
    private boolean flat(double[][] t, double doubledArea) {
        double longest = Math.max(Math.hypot(t[0][0] - t[1][0], t[0][1] - t[1][1]),
                Math.max(Math.hypot(t[1][0] - t[2][0], t[1][1] - t[2][1]), Math.hypot(t[2][0] - t[0][0], t[2][1] - t[0][1])));
        return doubledArea / longest < 2.5 * within;
    }

    /** A stroke from p to q that goes on beyond neither. */
    private boolean side(double[] p, double[] q) {
        double length = Math.hypot(p[0] - q[0], p[1] - q[1]);
        double beyond = 3 + 1.5 * strokes.strokeWidth;
        double ux = (q[0] - p[0]) / length;
        double uy = (q[1] - p[1]) / length;
        return strokes.support(p[0], p[1], q[0], q[1], within) >= 0.92
                && strokes.support(q[0] + beyond * ux, q[1] + beyond * uy, q[0] + 2.5 * beyond * ux, q[1] + 2.5 * beyond * uy, within) < 0.7
                && strokes.support(p[0] - beyond * ux, p[1] - beyond * uy, p[0] - 2.5 * beyond * ux, p[1] - 2.5 * beyond * uy,
                        within) < 0.7;
    }

    private static double[][] fromSide(double[] p, double[] q, int n) {
        double[][] polygon = new double[n][];
        double turn = 2 * Math.PI / n;
        double x = p[0];
        double y = p[1];
        double dx = q[0] - p[0];
        double dy = q[1] - p[1];
        for (int k = 0; k < n; k++) {
            polygon[k] = new double[]{x, y};
            x += dx;
            y += dy;
            double rx = dx * Math.cos(turn) - dy * Math.sin(turn);
            dy = dx * Math.sin(turn) + dy * Math.cos(turn);
            dx = rx;
        }
        return polygon;
    }

    /** A few small moves of centre, size and angle that bring the polygon closer to the strokes. */
    private double[][] adjusted(double[][] polygon, double reach) {
        double[][] best = polygon;
        double error = error(best);
        for (double step = Math.max(1, reach); step > 0.2; step /= 2) {
            boolean better = true;
            for (int round = 0; better && round < 6; round++) {
                better = false;
                for (int move = 0; move < 8; move++) {
                    double[][] tried = moved(best, move, step);
                    double e = error(tried);
                    // a polygon that shrinks to a point lies on strokes, too
                    boolean sameSize = Math.abs(side(tried) / side(polygon) - 1) < 0.2;
                    if (sameSize && e < error) {
                        error = e;
                        best = tried;
                        better = true;
                    }
                }
            }
        }
        return best;
    }

    private static double side(double[][] polygon) {
        return Math.hypot(polygon[0][0] - polygon[1][0], polygon[0][1] - polygon[1][1]);
    }

    private static double[][] moved(double[][] polygon, int move, double step) {
        double[] c = middle(polygon);
        double cx = c[0];
        double cy = c[1];
        double radius = Math.hypot(polygon[0][0] - cx, polygon[0][1] - cy);
        double signed = move % 2 == 0 ? step : -step;
        double scale = move / 2 == 2 ? 1 + signed / radius : 1;
        double angle = move / 2 == 3 ? signed / radius : 0;
        double[][] result = new double[polygon.length][];
        for (int k = 0; k < polygon.length; k++) {
            double x = (polygon[k][0] - cx) * scale;
            double y = (polygon[k][1] - cy) * scale;
            result[k] = new double[]{
                cx + x * Math.cos(angle) - y * Math.sin(angle) + (move / 2 == 0 ? signed : 0),
                cy + x * Math.sin(angle) + y * Math.cos(angle) + (move / 2 == 1 ? signed : 0)};
        }
        return result;
    }

    private double error(double[][] polygon) {
        double sum = 0;
        int n = 0;
        for (int k = 0; k < polygon.length; k++) {
            double[] p = polygon[k];
            double[] q = polygon[(k + 1) % polygon.length];
            for (int s = 0; s < 16; s++) {
                int x = (int) Math.round(p[0] + (q[0] - p[0]) * s / 16);
                int y = (int) Math.round(p[1] + (q[1] - p[1]) * s / 16);
                boolean inside = x >= 0 && y >= 0 && x < strokes.width() && y < strokes.height();
                sum += inside ? Math.min(6 + within, strokes.away[y * strokes.width() + x]) : 6 + within;
                n++;
            }
        }
        return sum / n;
    }

    private double coverage(double[][] polygon, double tolerance) {
        double least = 1;
        double sum = 0;
        for (int k = 0; k < polygon.length; k++) {
            double[] p = polygon[k];
            double[] q = polygon[(k + 1) % polygon.length];
            double share = strokes.support(p[0], p[1], q[0], q[1], tolerance);
            least = Math.min(least, share);
            sum += share / polygon.length;
        }
        return least < 0.75 ? 0 : sum;
    }

    private void keep(List<double[][]> found, double[][] polygon) {
        double[] c = middle(polygon);
        double size = Math.hypot(polygon[0][0] - c[0], polygon[0][1] - c[1]);
        for (double[][] other : found) {
            double[] d = middle(other);
            double otherSize = Math.hypot(other[0][0] - d[0], other[0][1] - d[1]);
            double slack = 2 * within + 0.1 * Math.min(size, otherSize);
            if (Math.hypot(c[0] - d[0], c[1] - d[1]) < slack && Math.abs(size - otherSize) < slack) {
                return;
            }
        }
        found.add(polygon);
    }

    static double[] middle(double[][] polygon) {
        double[] c = new double[2];
        for (double[] p : polygon) {
            c[0] += p[0] / polygon.length;
            c[1] += p[1] / polygon.length;
        }
        return c;
    }
}

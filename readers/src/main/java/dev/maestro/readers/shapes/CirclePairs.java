package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Measures how two circles lie to each other, to a fraction of a pixel.
 *
 * @param gap     from boundary to boundary of what is drawn, pixels; negative when they share area
 * @param shared  how deep the two discs (to the middle of their outlines) reach into each other, pixels; negative when apart
 * @param inside  one lies wholly within the other without contact
 */
record CirclePairs(double gap, double shared, boolean inside, double smallerRadius) {
    /** Drawn without anti-aliasing, a boundary is off by up to half a pixel, two by one. */
    private static final double EXACT = 0.9;

    static Optional<CirclePairs> measure(Segmentation segmentation) {
        List<Figure> circles = new ArrayList<>(
                segmentation.figures(Optional.of(FigureKind.CIRCLE)).stream().filter(f -> f.kind() == FigureKind.CIRCLE).toList());
        if (circles.size() < 2) {
            circles.addAll(
                    segmentation.figures(Optional.of(FigureKind.CIRCLE)).stream().filter(f -> f.kind() == FigureKind.ELLIPSE).toList());
        }
        circles.sort(Comparator.comparingDouble(Figure::area).reversed());
        if (circles.size() < 2) {
            return Optional.empty();
        }
        Edges a = Edges.of(segmentation, circles.get(0));
        Edges b = Edges.of(segmentation, circles.get(1));
        double distance = Math.hypot(a.outer.x() - b.outer.x(), a.outer.y() - b.outer.y());
        double small = Math.min(a.outer.radius(), b.outer.radius());
        double large = Math.max(a.outer.radius(), b.outer.radius());
        boolean inside = distance + small < large - EXACT;
        return Optional.of(new CirclePairs(distance - a.outer.radius() - b.outer.radius(),
                a.middle + b.middle - distance, inside, small));
    }

    private double tolerance() {
        return Math.max(EXACT, 0.012 * smallerRadius);
    }

    /** Whether the boundaries meet: in a point or by crossing. */
    boolean touching() {
        return gap <= tolerance() && !inside;
    }

    /** Whether they share area. */
    boolean overlapping() {
        return shared > tolerance();
    }

    /** The outer edge of a drawn circle, and the radius to the middle of its outline (the same for a disc). */
    private record Edges(Ring outer, double middle) {
        private static final int ANGLES = 240;

        static Edges of(Segmentation segmentation, Figure circle) {
            Ring ring = new Ring(circle.centreX(), circle.centreY(), Math.sqrt(circle.area() / Math.PI));
            double radius = ring.radius();
            double reach = Math.max(4, 0.06 * radius);
            double[] xs = new double[ANGLES];
            double[] ys = new double[ANGLES];
            double widths = 0;
            int n = 0;
            for (int k = 0; k < ANGLES; k++) {
                double angle = 2 * Math.PI * k / ANGLES;
                double ux = Math.cos(angle);
                double uy = Math.sin(angle);
                Optional<double[]> edge = edge(segmentation, ring, ux, uy, reach);
                if (edge.isPresent()) {
                    double r = edge.get()[0];
                    xs[n] = ring.x() + r * ux;
                    ys[n++] = ring.y() + r * uy;
                    widths += edge.get()[1];
                }
            }
            if (n < 30) {
                return new Edges(ring, radius);
            }
            Ring fitted = trimmed(ring.fit(xs, ys, n), xs, ys, n);
            double width = circle.filled() ? 0 : widths / n;
            return new Edges(fitted, fitted.radius() - width / 2);
        }

        private static Ring trimmed(Ring ring, double[] xs, double[] ys, int n) {
            Ring fitted = ring;
            for (int round = 0; round < 3; round++) {
                double[] x = new double[n];
                double[] y = new double[n];
                int m = 0;
                for (int i = 0; i < n; i++) {
                    if (fitted.distance(xs[i], ys[i]) < 0.8) {
                        x[m] = xs[i];
                        y[m++] = ys[i];
                    }
                }
                if (m < n / 3) {
                    return fitted;
                }
                fitted = fitted.fit(x, y, m);
            }
            return fitted;
        }

        /** Along one ray: where the contrast to the ground falls to half, and how wide the ink before it is. */
        private static Optional<double[]> edge(Segmentation segmentation, Ring ring, double ux, double uy, double reach) {
            double peak = 0;
            for (double r = ring.radius() - reach; r <= ring.radius() + 1; r += 0.5) {
                peak = Math.max(peak, contrast(segmentation, ring.x() + r * ux, ring.y() + r * uy));
            }
            if (peak < 12) {
                return Optional.empty();
            }
            double outside = contrast(segmentation, ring.x() + (ring.radius() + reach) * ux, ring.y() + (ring.radius() + reach) * uy);
            if (outside > 0.15 * peak) {
                return Optional.empty();
            }
            double before = outside;
            for (double r = ring.radius() + reach; r > ring.radius() - reach; r -= 0.1) {
                double now = contrast(segmentation, ring.x() + r * ux, ring.y() + r * uy);
                if (now >= peak / 2 && before < peak / 2) {
                    double inner = r;
                    while (inner > 0 && r - inner < 2 * reach
                            && contrast(segmentation, ring.x() + inner * ux, ring.y() + inner * uy) >= peak / 2) {
                        inner -= 0.25;
                    }
                    return Optional.of(new double[]{r + 0.05, r - inner});
                }
                before = now;
            }
            return Optional.empty();
        }

        /** Difference from the ground, between pixels. */
        private static double contrast(Segmentation segmentation, double x, double y) {
            int w = segmentation.raster().width;
            int h = segmentation.raster().height;
            double cx = Math.clamp(x, 0, w - 1.001);
            double cy = Math.clamp(y, 0, h - 1.001);
            int x0 = (int) cx;
            int y0 = (int) cy;
            double fx = cx - x0;
            double fy = cy - y0;
            int x1 = Math.min(w - 1, x0 + 1);
            int y1 = Math.min(h - 1, y0 + 1);
            Backdrop ground = segmentation.backdrop();
            return (1 - fy) * ((1 - fx) * ground.difference(y0 * w + x0) + fx * ground.difference(y0 * w + x1))
                    + fy * ((1 - fx) * ground.difference(y1 * w + x0) + fx * ground.difference(y1 * w + x1));
        }
    }
}

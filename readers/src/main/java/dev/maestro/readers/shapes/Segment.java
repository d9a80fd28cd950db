package dev.maestro.readers.shapes;

import java.util.Optional;

/** A straight piece of line, pixels. */
record Segment(double ax, double ay, double bx, double by) {
    double length() {
        return Math.hypot(bx - ax, by - ay);
    }

    /** Distance of a point from this piece, ends included. */
    double distance(double x, double y) {
        double dx = bx - ax;
        double dy = by - ay;
        double t = ((x - ax) * dx + (y - ay) * dy) / Math.max(1e-9, dx * dx + dy * dy);
        t = Math.clamp(t, 0, 1);
        return Math.hypot(x - ax - t * dx, y - ay - t * dy);
    }

    /** Where the two pieces, each made longer by {@code slack} at both ends, meet; empty when they do not or are nearly parallel. */
    Optional<double[]> meets(Segment other, double slack) {
        double dx = bx - ax;
        double dy = by - ay;
        double ex = other.bx - other.ax;
        double ey = other.by - other.ay;
        double cross = dx * ey - dy * ex;
        double both = length() * other.length();
        if (both < 1e-6 || Math.abs(cross) < 0.01 * both) {
            return Optional.empty();
        }
        double t = ((other.ax - ax) * ey - (other.ay - ay) * ex) / cross;
        double u = ((other.ax - ax) * dy - (other.ay - ay) * dx) / cross;
        double st = slack / length();
        double su = slack / other.length();
        if (t < -st || t > 1 + st || u < -su || u > 1 + su) {
            return Optional.empty();
        }
        return Optional.of(new double[]{ax + t * dx, ay + t * dy});
    }

    /** Angle between the two lines, 0 to 90 degrees. */
    double angle(Segment other) {
        double cross = (bx - ax) * (other.by - other.ay) - (by - ay) * (other.bx - other.ax);
        return Math.toDegrees(Math.asin(Math.min(1, Math.abs(cross) / Math.max(1e-9, length() * other.length()))));
    }
}

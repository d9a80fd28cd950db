package dev.maestro.readers.shapes;

/** A circle, pixels. */
record Ring(double x, double y, double radius) {
    /** The circle through three points; radius infinite when they are on a line. */
    static Ring through(double ax, double ay, double bx, double by, double cx, double cy) {
        double d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by));
        if (Math.abs(d) < 1e-6) {
            return new Ring(0, 0, Double.POSITIVE_INFINITY);
        }
        double a2 = ax * ax + ay * ay;
        double b2 = bx * bx + by * by;
        double c2 = cx * cx + cy * cy;
        double x = (a2 * (by - cy) + b2 * (cy - ay) + c2 * (ay - by)) / d;
        double y = (a2 * (cx - bx) + b2 * (ax - cx) + c2 * (bx - ax)) / d;
        return new Ring(x, y, Math.hypot(ax - x, ay - y));
    }

    double distance(double px, double py) {
        return Math.abs(Math.hypot(px - x, py - y) - radius);
    }

    /** Least squares circle (algebraic) through points; this one when there are too few. */
    Ring fit(double[] xs, double[] ys, int n) {
        if (n < 5) {
            return this;
        }
        double mx = 0;
        double my = 0;
        for (int i = 0; i < n; i++) {
            mx += xs[i] / n;
            my += ys[i] / n;
        }
        double suu = 0;
        double svv = 0;
        double suv = 0;
        double su = 0;
        double sv = 0;
        double zz = 0;
        for (int i = 0; i < n; i++) {
            double u = xs[i] - mx;
            double v = ys[i] - my;
            double z = u * u + v * v;
            suu += u * u;
            svv += v * v;
            suv += u * v;
            su += u * z;
            sv += v * z;
            zz += z;
        }
        double det = suu * svv - suv * suv;
        if (Math.abs(det) < 1e-9) {
            return this;
        }
        double cx = (su * svv - sv * suv) / (2 * det);
        double cy = (sv * suu - su * suv) / (2 * det);
        return new Ring(cx + mx, cy + my, Math.sqrt(cx * cx + cy * cy + zz / n));
    }

    boolean same(Ring other, double slack) {
        return Math.hypot(x - other.x, y - other.y) < slack + 0.12 * Math.min(radius, other.radius)
                && Math.abs(radius - other.radius) < slack + 0.12 * Math.min(radius, other.radius);
    }
}

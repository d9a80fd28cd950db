package dev.maestro.readers.charts;

/**
 * A box seen along the axes of a bar chart: {@code c} runs along the categories, {@code v} along the
 * values, growing with them. So lying and standing bars are read by the same code.
 */
record AxisFrame(double c0, double c1, double v0, double v1) {
    static AxisFrame of(Region r, boolean horizontal) {
        return horizontal
                ? new AxisFrame(r.top(), r.bottom(), r.left(), r.right())
                : new AxisFrame(r.left(), r.right(), -r.bottom(), -r.top());
    }

    static AxisFrame of(Label l, boolean horizontal) {
        return horizontal
                ? new AxisFrame(l.top(), l.bottom(), l.left(), l.right())
                : new AxisFrame(l.left(), l.right(), -l.bottom(), -l.top());
    }

    double thickness() {
        return c1 - c0;
    }

    double length() {
        return v1 - v0;
    }

    double c() {
        return (c0 + c1) / 2;
    }

    double v() {
        return (v0 + v1) / 2;
    }
}

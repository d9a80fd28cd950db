package dev.maestro.experts.embedded.charts;

/**
 * A box seen along the axes of a bar chart: {@code c} runs along the categories, {@code v} along the
 * values, growing with them. So lying and standing bars are read by the same code.
 */
record Frame(double c0, double c1, double v0, double v1) {
    static Frame of(Region r, boolean horizontal) {
        return horizontal ? new Frame(r.top(), r.bottom(), r.left(), r.right()) : new Frame(r.left(), r.right(), -r.bottom(), -r.top());
    }

    static Frame of(Label l, boolean horizontal) {
        return horizontal ? new Frame(l.top(), l.bottom(), l.left(), l.right()) : new Frame(l.left(), l.right(), -l.bottom(), -l.top());
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

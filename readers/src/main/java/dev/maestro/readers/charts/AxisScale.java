package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * From pixels along an axis to values: {@code value = intercept + slope × pixel}, or its power of ten on a
 * logarithmic axis.
 *
 * @param ticks the labels it was fitted to
 * @param unit  unit of the tick labels, empty for none
 */
record AxisScale(double intercept, double slope, boolean logarithmic, List<Label> ticks, String unit) {
    /** How far a tick may lie from the line, as part of the distance between ticks. */
    private static final double SLACK = 0.12;

    record Tick(double pixel, double value, Label label) {}

    double value(double pixel) {
        double v = intercept + slope * pixel;
        return logarithmic ? Math.pow(10, v) : v;
    }

    double pixel(double value) {
        return ((logarithmic ? Math.log10(value) : value) - intercept) / slope;
    }

    /** Change of value from one pixel to the next, near {@code pixel}. */
    double step(double pixel) {
        return Math.abs(value(pixel + 1) - value(pixel));
    }

    /** The vertical axis with the most ticks: numbers one above the other. */
    static Optional<AxisScale> vertical(List<Label> labels) {
        return best(labels, Label::centerY, List.of(Label::right, Label::left, Label::centerX));
    }

    /** The horizontal axis with the most ticks: numbers side by side on one level. */
    static Optional<AxisScale> horizontal(List<Label> labels) {
        return best(labels, Label::centerX, List.of(Label::centerY));
    }

    private static Optional<AxisScale> best(List<Label> labels, ToDoubleFunction<Label> along, List<ToDoubleFunction<Label>> alignments) {
        Optional<AxisScale> best = Optional.empty();
        for (ToDoubleFunction<Label> alignment : alignments) {
            for (Label anchor : labels) {
                if (!anchor.level() || tickNumber(anchor).isEmpty()) {
                    continue;
                }
                double slack = Math.max(3, anchor.lineHeight() * 0.45);
                List<Tick> ticks = new ArrayList<>();
                for (Label l : labels) {
                    if (l.level() && Math.abs(alignment.applyAsDouble(l) - alignment.applyAsDouble(anchor)) <= slack
                            && l.lineHeight() < 2 * anchor.lineHeight() && anchor.lineHeight() < 2 * l.lineHeight()) {
                        tickNumber(l).ifPresent(v -> ticks.add(new Tick(along.applyAsDouble(l), v, l)));
                    }
                }
                Optional<AxisScale> fitted = fit(ticks);
                if (fitted.isPresent() && (best.isEmpty() || fitted.get().ticks().size() > best.get().ticks().size())) {
                    best = fitted;
                }
            }
        }
        return best;
    }

    private static Optional<Double> tickNumber(Label label) {
        String t = label.text();
        if (t.equalsIgnoreCase("o")) {
            return Optional.of(0.0);
        }
        return ChartNumbers.parse(t).map(ChartNumbers.Quantity::value);
    }

    /** The straight line through most of the ticks, by least squares over those it explains; at least three, or two of two. */
    static Optional<AxisScale> fit(List<Tick> ticks) {
        Optional<AxisScale> linear = fit(ticks, false);
        if (linear.isPresent() && linear.get().ticks().size() >= Math.max(3, ticks.size() - 1)) {
            return linear;
        }
        boolean decades = ticks.size() >= 3 && ticks.stream().allMatch(t -> t.value() > 0);
        Optional<AxisScale> log = decades ? fit(ticks, true) : Optional.empty();
        return log.isPresent() && (linear.isEmpty() || log.get().ticks().size() > linear.get().ticks().size()) ? log : linear;
    }

    private static Optional<AxisScale> fit(List<Tick> ticks, boolean log) {
        List<Tick> best = List.of();
        for (int i = 0; i < ticks.size(); i++) {
            for (int j = i + 1; j < ticks.size(); j++) {
                List<Tick> kept = explained(ticks, ticks.get(i), ticks.get(j), log);
                if (kept.size() > best.size()) {
                    best = kept;
                }
            }
        }
        int enough = ticks.size() == 2 ? 2 : Math.max(3, (ticks.size() + 2) / 3);
        if (best.size() < enough) {
            return Optional.empty();
        }
        double n = best.size();
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double sxy = 0;
        for (Tick t : best) {
            double v = log ? Math.log10(t.value()) : t.value();
            sx += t.pixel();
            sy += v;
            sxx += t.pixel() * t.pixel();
            sxy += t.pixel() * v;
        }
        double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx);
        String unit = best.stream().map(t -> t.label().number().map(ChartNumbers.Quantity::unit).orElse("")).filter(u -> !u.isEmpty())
                .findFirst().orElse("");
        return Optional.of(new AxisScale((sy - slope * sx) / n, slope, log, best.stream().map(Tick::label).toList(), unit));
    }

    private static List<Tick> explained(List<Tick> ticks, Tick a, Tick b, boolean log) {
        double va = log ? Math.log10(a.value()) : a.value();
        double vb = log ? Math.log10(b.value()) : b.value();
        if (Math.abs(a.pixel() - b.pixel()) < 8 || va == vb) {
            return List.of();
        }
        double slope = (vb - va) / (b.pixel() - a.pixel());
        double slackPixels = Math.max(2.5, SLACK * 20);
        List<Tick> kept = new ArrayList<>();
        for (Tick t : ticks) {
            double v = log ? Math.log10(t.value()) : t.value();
            double pixel = a.pixel() + (v - va) / slope;
            if (Math.abs(pixel - t.pixel()) <= slackPixels) {
                kept.add(t);
            }
        }
        return kept;
    }
}

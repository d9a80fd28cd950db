package dev.maestro.readers.charts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The texts that name a chart and its axes; empty where there are none. */
record Titles(String title, String x, String y) {
    /** @param free labels that are neither ticks, categories, values nor legend */
    static Titles of(List<Label> free, double left, double top, double right, double bottom) {
        List<Label> above = free.stream()
                .filter(l -> l.level() && l.bottom() < top + 4 && l.number().isEmpty() && l.text().length() > 3)
                .sorted(Comparator.comparingDouble(Label::top))
                .toList();
        double tallest = above.stream().mapToDouble(Label::lineHeight).max().orElse(0);
        String title = String.join(" ", above.stream().filter(l -> l.lineHeight() > 0.8 * tallest).limit(3).map(Label::text).toList());
        Optional<Label> beside = free.stream()
                .filter(l -> Math.abs(Math.abs(l.angle()) - 90) < 12 && l.centerX() < left && l.text().length() > 1)
                .max(Comparator.comparingInt(l -> l.text().length()));
        Optional<Label> below = free.stream()
                .filter(l -> l.level() && l.top() > bottom - 2 && l.number().isEmpty())
                .filter(l -> Math.abs(l.centerX() - (left + right) / 2) < 0.25 * (right - left))
                .min(Comparator.comparingDouble(Label::top));
        return new Titles(title, below.map(Label::text).orElse(""), beside.map(Label::text).orElse(""));
    }
}

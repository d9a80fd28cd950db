package dev.maestro.readers.charts;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** "more than 50", "below 20%", "between 10 and 20". */
record Threshold(double low, double high, boolean inclusive) {
    private static final String NUMBER = "\\$?(-?\\d[\\d.]*)(%| percent| million| billion| thousand)?";
    private static final Pattern BETWEEN = Pattern.compile("between " + NUMBER + " and " + NUMBER);
    private static final Pattern ABOVE = Pattern.compile(
            "(?:more than|greater than|higher than|larger than|bigger than|above|over|exceeds?|exceeded|exceeding|at least|surpass(?:ed|es)?|not less than) (?:the |a |value |values |of )*"
                    + NUMBER);
    private static final Pattern BELOW = Pattern.compile(
            "(?:less than|lower than|smaller than|fewer than|below|under|at most|not more than) (?:the |a |value |values |of )*" + NUMBER);

    static Optional<Threshold> of(ChartQuestion q) {
        return named(q).filter(t -> !Double.isNaN(t.low) && !Double.isNaN(t.high));
    }

    private static Optional<Threshold> named(ChartQuestion q) {
        String text = q.plain();
        Matcher between = BETWEEN.matcher(text);
        if (between.find() && !q.mentions().covers(q.words().indexOf(between.group(1)))) {
            return Optional.of(new Threshold(number(q, between.group(1), between.group(2) == null ? between.group(4) : between.group(2)),
                    number(q, between.group(3), between.group(4)), true));
        }
        Matcher above = ABOVE.matcher(text);
        if (above.find()) {
            boolean inclusive = above.group().startsWith("at least") || above.group().startsWith("not less");
            return Optional.of(new Threshold(number(q, above.group(1), above.group(2)), Double.POSITIVE_INFINITY, inclusive));
        }
        Matcher below = BELOW.matcher(text);
        if (below.find()) {
            boolean inclusive = below.group().startsWith("at most") || below.group().startsWith("not more");
            return Optional.of(new Threshold(Double.NEGATIVE_INFINITY, number(q, below.group(1), below.group(2)), inclusive));
        }
        return Optional.empty();
    }

    /** NaN for digits that are no number. "5 million" is five where the axis counts in millions itself, as its values then show. */
    private static double number(ChartQuestion q, String digits, @Nullable String unit) {
        double number = ChartNumbers.parse(digits).map(ChartNumbers.Quantity::value).orElse(Double.NaN);
        double factor = unit == null ? 1 : switch (unit.strip()) {
            case "thousand" -> 1e3;
            case "million" -> 1e6;
            case "billion" -> 1e9;
            default -> 1;
        };
        double largest = q.model().cells().stream().mapToDouble(c -> Math.abs(c.value().number())).max().orElse(0);
        return largest >= factor ? number * factor : number;
    }

    boolean test(double value) {
        return inclusive ? value >= low && value <= high : value > low && value < high;
    }

    @Override
    public String toString() {
        return Double.isInfinite(high)
                ? "above " + ChartNumbers.plain(low, 6)
                : Double.isInfinite(low)
                        ? "below " + ChartNumbers.plain(high, 6)
                        : "from " + ChartNumbers.plain(low, 6) + " to " + ChartNumbers.plain(high, 6);
    }
}

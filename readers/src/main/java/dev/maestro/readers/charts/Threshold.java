package dev.maestro.readers.charts;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
        String text = q.plain();
        Matcher between = BETWEEN.matcher(text);
        if (between.find() && !q.mentions().covers(q.words().indexOf(between.group(1)))) {
            return Optional.of(new Threshold(number(between.group(1)), number(between.group(3)), true));
        }
        Matcher above = ABOVE.matcher(text);
        if (above.find()) {
            boolean inclusive = above.group().startsWith("at least") || above.group().startsWith("not less");
            return Optional.of(new Threshold(number(above.group(1)), Double.POSITIVE_INFINITY, inclusive));
        }
        Matcher below = BELOW.matcher(text);
        if (below.find()) {
            boolean inclusive = below.group().startsWith("at most") || below.group().startsWith("not more");
            return Optional.of(new Threshold(Double.NEGATIVE_INFINITY, number(below.group(1)), inclusive));
        }
        return Optional.empty();
    }

    private static double number(String digits) {
        return ChartNumbers.parse(digits).map(ChartNumbers.Quantity::value).orElse(Double.NaN);
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

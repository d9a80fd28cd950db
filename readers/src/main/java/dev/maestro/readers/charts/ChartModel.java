package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a chart says, as read from its image.
 *
 * @param type       kind of chart
 * @param horizontal bars lie; categories run from top to bottom
 * @param stacked    bars of one category stand on each other
 * @param title      title, empty when none was read
 * @param xTitle     title below the plot, empty when none
 * @param yTitle     title beside the plot, empty when none
 * @param categories labels along the category axis, in the order of the image (left to right, or top to bottom)
 * @param series     at least one; each has one value place per category
 * @param unit       what stands behind or before numbers, e.g. {@code %} or {@code $}; empty for none
 */
public record ChartModel(
        Type type,
        boolean horizontal,
        boolean stacked,
        String title,
        String xTitle,
        String yTitle,
        List<String> categories,
        List<Series> series,
        String unit) {
    public ChartModel {
        categories = List.copyOf(categories);
        series = List.copyOf(series);
        for (Series s : series) {
            if (s.values().size() != categories.size()) {
                throw new IllegalArgumentException("series \"%s\" has %d values for %d categories"
                        .formatted(s.name(), s.values().size(), categories.size()));
            }
        }
    }

    public enum Type {
        BAR, LINE, PIE;

        /** The name used as a label, e.g. {@code bar chart}. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT) + " chart";
        }
    }

    /** Where a number comes from. */
    public enum Provenance { PRINTED, MEASURED }

    /**
     * @param name   from the legend; empty when the chart names none
     * @param colour basic colour name, e.g. {@code blue}; empty when unknown or mixed
     * @param values one per category; empty where the series has no mark
     */
    public record Series(String name, String colour, List<Optional<Value>> values) {
        public Series {
            values = List.copyOf(values);
        }
    }

    /**
     * @param number     in the units of the axis
     * @param text       as printed, or the measured number rounded to what can be told
     * @param provenance printed or measured
     * @param confidence 0 to 1
     * @param colour     basic colour name of this mark, empty when unknown
     */
    public record Value(double number, String text, Provenance provenance, double confidence, String colour) {
        public static Value printed(double number, String text) {
            return new Value(number, text, Provenance.PRINTED, 0.95, "");
        }

        public static Value measured(double number, String text) {
            return new Value(number, text, Provenance.MEASURED, 0.7, "");
        }
    }

    /** One value with where it stands. */
    public record Cell(int series, int category, Value value) {}

    /** All values, series by series. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (int s = 0; s < series.size(); s++) {
            for (int c = 0; c < categories.size(); c++) {
                int at = s;
                int category = c;
                series.get(s).values().get(c).ifPresent(v -> cells.add(new Cell(at, category, v)));
            }
        }
        return cells;
    }

    /** All numbers are measured, none printed. */
    public boolean measuredOnly() {
        return cells().stream().noneMatch(c -> c.value().provenance() == Provenance.PRINTED);
    }
}

package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sum, difference, ratio, average, median and change of values. */
final class ChartArithmetic {
    private static final List<String> COUNTS = List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
            "ten");
    private static final Pattern SEVERAL = Pattern.compile(
            "\\b(?:(two|three|four|five|2|3|4|5) (?:\\w+ )?(highest|largest|biggest|greatest|top|smallest|lowest|least|last|first)|(top|bottom|highest|lowest|largest|smallest|biggest|first|last) (two|three|four|five|2|3|4|5))\\b");

    private ChartArithmetic() {}

    static Optional<ChartAnswer> answer(ChartQuestion q) {
        if (q.has("\\bmedian\\b")) {
            return numeric(q, chosen(q), "Median", chosen(q).list().isEmpty() ? 0 : chosen(q).median(), 1);
        }
        if (q.has("\\b(average|mean)\\b") && (chosen(q).list().size() > 1)
                && !q.has(
                        "(highest|lowest|largest|smallest|most|least|greatest|biggest|maximum|minimum)\\b(?!.*\\b(two|three|four|values)\\b)")
                && !labelled(q)) {
            return numeric(q, chosen(q), "Average", chosen(q).mean(), 2);
        }
        if (q.has(
                "percent(age)? (change|increase|decrease|growth|drop|decline)|by (what|how many) percent|(what|how much) (is|was) the (growth rate|relative change)")) {
            return change(q);
        }
        if (q.has("\\bratio\\b|how many times|times (as|more|higher|larger|bigger|greater)")) {
            return ratio(q);
        }
        if (q.has(
                "\\b(difference|gap|differ|how much (more|less|higher|lower|larger|greater|bigger|smaller|taller)|how many (more|fewer|less)|by how much|subtract|exceed by|change (between|from))\\b|how much (did|has|have) .*(increase|decrease|grow|change|rise|fall|drop|decline)|what (is|was) the (increase|decrease|change|rise|drop|growth)\\b")) {
            return difference(q);
        }
        if (q.has("\\b(sum|total|combined|altogether|together|add(ed|ing)?( up)?|accumulated|aggregate|in all)\\b")
                && !q.has("\\b(highest|largest|lowest|smallest|most|least) total\\b")) {
            return sum(q);
        }
        return Optional.empty();
    }

    /** "average" as part of a title or label of the chart asks for nothing. */
    private static boolean labelled(ChartQuestion q) {
        String texts = (q.model().title() + " " + q.model().yTitle() + " " + q.model().xTitle() + " "
                + String.join(" ", q.model().categories())).toLowerCase(java.util.Locale.ROOT);
        return texts.contains("average") && q.cells().list().size() == 1;
    }

    /** The values an aggregate speaks of: "the two highest", those named, or all. */
    private static Cells chosen(ChartQuestion q) {
        Cells cells = q.cells();
        Matcher m = SEVERAL.matcher(q.plain());
        if (m.find()) {
            String count = m.group(1) != null ? m.group(1) : m.group(4);
            String which = m.group(2) != null ? m.group(2) : m.group(3);
            int n = Character.isDigit(count.charAt(0)) ? Integer.parseInt(count) : COUNTS.indexOf(count);
            List<Cell> order = switch (which) {
                case "smallest", "lowest", "least", "bottom" -> cells.ascending();
                case "first" -> cells.list();
                case "last" -> cells.list().reversed();
                default -> cells.descending();
            };
            return new Cells(q.model(), order.subList(0, Math.min(n, order.size())));
        }
        boolean ends = q.has(
                "\\b(highest|largest|biggest|greatest|maximum|most|top)\\b.* and .*\\b(lowest|smallest|least|minimum|fewest|second|third)\\b|\\b(lowest|smallest|least|minimum|fewest)\\b.* and .*\\b(highest|largest|biggest|greatest|maximum|most)\\b");
        if (ends && cells.list().size() > 1) {
            List<Cell> d = cells.descending();
            int other = q.has("and .*\\b(second)\\b") ? 1 : q.has("and .*\\bthird\\b") ? 2 : d.size() - 1;
            return new Cells(q.model(), List.of(d.getFirst(), d.get(Math.min(other, d.size() - 1))));
        }
        return cells;
    }

    private static Optional<ChartAnswer> sum(ChartQuestion q) {
        Cells cells = chosen(q);
        boolean several = cells.list().size() > 1;
        return several ? numeric(q, cells, "Sum", cells.sum(), 0) : Optional.empty();
    }

    private static Optional<ChartAnswer> difference(ChartQuestion q) {
        Cells ends = chosen(q);
        List<Double> operands = Comparisons.operands(q);
        if (operands.size() == 2) {
            return numeric(q, q.cells(), "Difference", Math.abs(operands.get(0) - operands.get(1)), 0);
        }
        if (operands.size() == 1 && q.mentions().categories().size() == 1 && q.model().series().size() == 2
                && q.cells().list().size() == 2) {
            List<Cell> two = q.cells().list();
            return numeric(q, q.cells(), "Difference", Math.abs(two.get(0).value().number() - two.get(1).value().number()), 0);
        }
        if (ends.list().size() == 2) {
            return numeric(q, ends, "Difference", Math.abs(ends.list().get(0).value().number() - ends.list().get(1).value().number()), 0);
        }
        return Optional.empty();
    }

    private static Optional<ChartAnswer> ratio(ChartQuestion q) {
        List<Double> operands = new ArrayList<>(Comparisons.operands(q));
        Cells ends = chosen(q);
        if (operands.size() != 2 && ends.list().size() == 2) {
            operands = new ArrayList<>(ends.list().stream().map(c -> c.value().number()).toList());
        }
        if (operands.size() != 2 || operands.get(1) == 0) {
            return Optional.empty();
        }
        return Optional.of(new ChartAnswer(ChartNumbers.plain(operands.get(0) / operands.get(1), 2),
                ChartNumbers.plain(operands.get(0), 4) + " / " + ChartNumbers.plain(operands.get(1), 4)));
    }

    private static Optional<ChartAnswer> change(ChartQuestion q) {
        List<Double> operands = Comparisons.operands(q);
        if (operands.size() != 2 || operands.get(0) == 0) {
            return Optional.empty();
        }
        double percent = (operands.get(1) - operands.get(0)) / Math.abs(operands.get(0)) * 100;
        return Optional.of(new ChartAnswer(ChartNumbers.plain(Math.abs(percent), 2) + "%",
                "From " + ChartNumbers.plain(operands.get(0), 4) + " to " + ChartNumbers.plain(operands.get(1), 4)));
    }

    private static Optional<ChartAnswer> numeric(ChartQuestion q, Cells cells, String what, double value, int moreDecimals) {
        if (cells.list().isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = cells.list().stream().limit(12).map(cells::describe).toList();
        return Optional.of(new ChartAnswer(cells.number(value, moreDecimals) + cells.unit(), what + " of " + String.join("; ", parts)));
    }
}

package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Questions that are answered by Yes or No. */
final class Comparisons {
    private static final Pattern MORE = Pattern.compile(
            "\\b(greater|higher|larger|bigger|more|above|exceeds?|exceeded|over|outnumbers?|surpass(es|ed)?|better|taller|longer|ahead)\\b");
    private static final Pattern LESS = Pattern.compile("\\b(less|lower|smaller|fewer|below|under|shorter|behind|worse)\\b");

    private Comparisons() {}

    static Optional<ChartAnswer> yesOrNo(ChartQuestion q) {
        if (!q.has("^(is|are|was|were|does|do|did|has|have|had|can|will|would)\\b")
                || q.has("\\b(increase|increasing|rise|rising|grow|decrease|decreasing|decline|fall|drop)\\b.* or ")) {
            return Optional.empty();
        }
        boolean more = q.has(MORE);
        boolean less = q.has(LESS);
        List<Double> operands = operands(q);
        if ((more || less) && q.has("than|exceed|above|below|over|under|surpass|outnumber") && !operands.isEmpty()) {
            Optional<Threshold> threshold = Threshold.of(q);
            if (threshold.isPresent() && operands.size() == 1) {
                return said(threshold.get().test(operands.getFirst()),
                        ChartNumbers.plain(operands.getFirst(), 4) + " against " + threshold.get());
            }
            if (operands.size() >= 2) {
                double last = operands.getLast();
                boolean summed = q.has("sum|total|combined|together|add");
                double first = summed ? operands.subList(0, operands.size() - 1).stream().mapToDouble(d -> d).sum() : operands.getFirst();
                double factor = q.has("twice|double|two times") ? 2 : q.has("three times|triple") ? 3 : q.has("half") ? 0.5 : 1;
                return said(less && !more ? first < factor * last : first > factor * last,
                        ChartNumbers.plain(first, 4) + " against " + ChartNumbers.plain(last, 4));
            }
        }
        if (q.has("equal|same|identical") && operands.size() >= 2) {
            boolean equal = Math.abs(operands.get(0) - operands.get(1)) < 1e-9
                    + (q.model().measuredOnly() ? 0.015 * Math.abs(operands.get(0)) : 0);
            return said(equal, ChartNumbers.plain(operands.get(0), 4) + " and " + ChartNumbers.plain(operands.get(1), 4));
        }
        boolean top = q.has("\\b(highest|largest|biggest|greatest|most|maximum|top|tallest)\\b");
        boolean low = q.has("\\b(lowest|smallest|least|fewest|minimum|shortest)\\b");
        if ((top || low) && q.cells().list().size() == 1) {
            Cell cell = q.cells().list().getFirst();
            Cells rivals = q.mentions().series().isEmpty() ? q.allCells() : q.allCells().only(q.mentions().series(), List.of());
            Cell best = (top ? rivals.descending() : rivals.ascending()).getFirst();
            return said(best.equals(cell), rivals.describe(best));
        }
        if (q.has("\\b(increas|ris|grow|grew|went up|go up)\\w*") || q.has("\\b(decreas|declin|fall|fell|drop|went down|go down)\\w*")) {
            return TrendAnswers.direction(q).flatMap(up -> said(up == q.has("\\b(increas|ris|grow|grew|went up|go up)\\w*"),
                    up ? "The end lies above the start" : "The end lies below the start"));
        }
        Optional<Threshold> threshold = Threshold.of(q);
        if (threshold.isPresent()) {
            boolean all = q.has("\\b(all|every|each)\\b");
            boolean yes = all
                    ? q.cells().list().stream().allMatch(c -> threshold.get().test(c.value().number()))
                    : q.cells().list().stream().anyMatch(c -> threshold.get().test(c.value().number()));
            return said(yes, "Values " + threshold.get());
        }
        return Optional.empty();
    }

    /** One value for each thing the question names, in its order. */
    static List<Double> operands(ChartQuestion q) {
        List<Double> out = new ArrayList<>();
        List<Integer> categories = q.mentions().categories();
        List<Integer> series = q.mentions().series();
        if (categories.size() >= 2 && series.size() <= 1) {
            for (int c : categories) {
                Cells here = q.allCells().only(series, List.of(c));
                if (!q.colour().isEmpty()) {
                    here = here.coloured(q.colour());
                }
                value(q, here).ifPresent(out::add);
            }
        } else if (series.size() >= 2 && categories.size() <= 1) {
            for (int s : series) {
                value(q, q.allCells().only(List.of(s), categories)).ifPresent(out::add);
            }
        } else if (!q.mentions().all().isEmpty() || !q.colour().isEmpty()) {
            value(q, q.cells()).ifPresent(out::add);
        }
        return out;
    }

    private static Optional<Double> value(ChartQuestion q, Cells cells) {
        if (cells.list().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(cells.list().size() == 1 || !q.model().stacked() && !q.has("total|sum|overall|combined")
                ? cells.list().getFirst().value().number()
                : cells.sum());
    }

    private static Optional<ChartAnswer> said(boolean yes, String evidence) {
        return Optional.of(new ChartAnswer(yes ? "Yes" : "No", evidence));
    }
}

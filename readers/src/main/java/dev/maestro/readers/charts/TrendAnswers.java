package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Cell;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Questions about change along the categories: direction, largest rise and fall. */
final class TrendAnswers {
    private TrendAnswers() {}

    static Optional<ChartAnswer> answer(ChartQuestion q) {
        boolean either = q.has(
                "\\b(increas|ris|grow|up)\\w* or (a |an )?(decreas|declin|fall|shrink|drop|down)\\w*|\\b(decreas|declin|fall|shrink|drop|down)\\w* or (an |a )?(increas|ris|grow|up)\\w*|\\btrend\\b");
        if (either) {
            boolean wantsIng = q.has("increasing or decreasing|decreasing or increasing|trend|rising or falling");
            return direction(q).map(up -> new ChartAnswer(wantsIng ? (up ? "increasing" : "decreasing") : up ? "increase" : "decrease",
                    up ? "The end lies above the start" : "The end lies below the start"));
        }
        boolean rise = q.has(
                "(largest|biggest|greatest|highest|most|sharpest|steepest) (increase|rise|growth|jump|gain)|(increase|rise|grow|rose|grew|increased)\\w* (the )?most");
        boolean fall = q.has(
                "(largest|biggest|greatest|highest|most|sharpest|steepest) (decrease|drop|decline|fall|loss)|(decrease|drop|decline|fall|fell|dropped)\\w* (the )?most");
        if ((rise || fall) && q.model().categories().size() > 2) {
            return steepest(q, rise);
        }
        return Optional.empty();
    }

    private static Optional<ChartAnswer> steepest(ChartQuestion q, boolean rise) {
        List<Cell> row = row(q);
        int best = -1;
        double bestChange = 0;
        for (int i = 1; i < row.size(); i++) {
            double change = row.get(i).value().number() - row.get(i - 1).value().number();
            if (rise ? change > bestChange : change < bestChange) {
                bestChange = change;
                best = i;
            }
        }
        if (best < 0) {
            return Optional.empty();
        }
        String from = q.model().categories().get(row.get(best - 1).category());
        String to = q.model().categories().get(row.get(best).category());
        String evidence = "From " + from + " to " + to + ": " + ChartNumbers.plain(bestChange, 4);
        return Optional.of(new ChartAnswer(q.has("between|period|from") ? from + " - " + to : to, evidence));
    }

    private static List<Cell> row(ChartQuestion q) {
        int series = q.mentions().series().isEmpty() ? q.cells().first().map(Cell::series).orElse(0) : q.mentions().series().getFirst();
        return q.allCells().series(series).list().stream().sorted(Comparator.comparingInt(Cell::category)).toList();
    }

    /** True for up, between the categories the question names or the ends of the row. */
    static Optional<Boolean> direction(ChartQuestion q) {
        List<Cell> row = row(q);
        List<Integer> named = q.mentions().categories();
        if (row.size() < 2) {
            return Optional.empty();
        }
        Cell first = row.getFirst();
        Cell last = row.getLast();
        if (named.size() >= 2) {
            first = row.stream().filter(c -> c.category() == named.get(0)).findFirst().orElse(first);
            last = row.stream().filter(c -> c.category() == named.get(1)).findFirst().orElse(last);
        } else if (named.size() == 1 && q.has("from|since|after")) {
            first = row.stream().filter(c -> c.category() == named.get(0)).findFirst().orElse(first);
        } else if (named.size() == 1) {
            int at = named.get(0);
            last = row.stream().filter(c -> c.category() == at).findFirst().orElse(last);
            first = row.stream().filter(c -> c.category() == at - 1).findFirst().orElse(first);
        }
        if (first.category() > last.category()) {
            Cell swap = first;
            first = last;
            last = swap;
        }
        return Optional.of(last.value().number() > first.value().number());
    }
}

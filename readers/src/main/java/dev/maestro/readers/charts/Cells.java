package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Cell;
import dev.maestro.readers.charts.ChartModel.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Values under consideration and what can be worked out from them. */
record Cells(ChartModel model, List<Cell> list) {
    Cells {
        list = List.copyOf(list);
    }

    Cells series(int series) {
        return new Cells(model, list.stream().filter(c -> c.series() == series).toList());
    }

    Cells category(int category) {
        return new Cells(model, list.stream().filter(c -> c.category() == category).toList());
    }

    Cells only(List<Integer> series, List<Integer> categories) {
        return new Cells(model, list.stream()
                .filter(c -> series.isEmpty() || series.contains(c.series()))
                .filter(c -> categories.isEmpty() || categories.contains(c.category()))
                .toList());
    }

    Cells coloured(String colour) {
        return new Cells(model, list.stream()
                .filter(c -> c.value().colour().equals(colour) || model.series().get(c.series()).colour().equals(colour)).toList());
    }

    List<Cell> descending() {
        return list.stream().sorted(Comparator.comparingDouble((Cell c) -> c.value().number()).reversed()).toList();
    }

    List<Cell> ascending() {
        return list.stream().sorted(Comparator.comparingDouble((Cell c) -> c.value().number())).toList();
    }

    double sum() {
        return list.stream().mapToDouble(c -> c.value().number()).sum();
    }

    double mean() {
        return sum() / list.size();
    }

    double median() {
        double[] v = list.stream().mapToDouble(c -> c.value().number()).sorted().toArray();
        return v.length % 2 == 1 ? v[v.length / 2] : (v[v.length / 2 - 1] + v[v.length / 2]) / 2;
    }

    /** One value for each category: stacked or grouped series of a category are added. */
    Cells perCategory() {
        if (model.series().size() == 1) {
            return this;
        }
        List<Cell> sums = new ArrayList<>();
        for (int c = 0; c < model.categories().size(); c++) {
            Cells here = category(c);
            if (!here.list().isEmpty()) {
                sums.add(new Cell(here.list().getFirst().series(), c, ChartModel.Value.measured(here.sum(), here.number(here.sum(), 0))));
            }
        }
        return new Cells(model, sums);
    }

    /** A number worked out from these values, as exact as they are. */
    String number(double value, int moreDecimals) {
        boolean printed = !list.isEmpty() && list.stream().allMatch(c -> c.value().provenance() == Provenance.PRINTED);
        int decimals = list.stream().mapToInt(c -> ChartNumbers.decimals(c.value().text())).max().orElse(2);
        if (printed) {
            return ChartNumbers.plain(value, decimals + moreDecimals);
        }
        return ChartNumbers.plain(value, Math.max(decimals, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0));
    }

    String unit() {
        boolean percent = !list.isEmpty() && list.stream().allMatch(c -> c.value().text().contains("%"));
        return percent ? "%" : "";
    }

    Optional<Cell> first() {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.getFirst());
    }

    /** Name of the category; empty where the chart has no categories. */
    String category(Cell cell) {
        return model.categories().get(cell.category());
    }

    String series(Cell cell) {
        return model.series().get(cell.series()).name();
    }

    String describe(Cell cell) {
        String s = series(cell);
        String c = category(cell);
        String where = s.isEmpty() ? c : c.isEmpty() ? s : s + ", " + c;
        return where + " = " + cell.value().text() + (cell.value().provenance() == Provenance.PRINTED ? " (printed)" : " (measured)");
    }
}

package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Provenance;
import dev.maestro.readers.charts.ChartModel.Series;
import dev.maestro.readers.charts.ChartModel.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Makes the model of a bar chart from its bars, labels and legend. */
final class BarChartReader {
    private final Bars bars;
    private final List<Label> labels;
    private final Legend legend;
    private final boolean horizontal;
    private final Optional<AxisScale> scale;

    BarChartReader(Bars bars, List<Label> labels, Legend legend) {
        this.bars = bars;
        this.labels = labels;
        this.legend = legend;
        this.horizontal = bars.horizontal();
        this.scale = scale(labels, bars);
    }

    private static Optional<AxisScale> scale(List<Label> labels, Bars bars) {
        Region extent = bars.extent();
        if (bars.horizontal()) {
            return AxisScale
                    .horizontal(labels.stream().filter(l -> l.centerY() > extent.bottom() - 2 || l.centerY() < extent.top() + 2).toList());
        }
        return AxisScale
                .vertical(labels.stream().filter(l -> l.centerX() < extent.left() + 2 || l.centerX() > extent.right() - 2).toList());
    }

    ChartModel read(Titles titles) {
        List<Label> free = new ArrayList<>(labels);
        free.removeAll(legend.labels());
        scale.ifPresent(s -> free.removeAll(s.ticks()));
        Categories categories = categories(free);
        free.removeAll(categories.labels());
        Map<Bars.Bar, Label> printed = trusted(printed(free));
        boolean named = legend.entries().size() >= 2;
        List<String> seriesNames = new ArrayList<>();
        List<Integer> seriesColours = new ArrayList<>();
        if (named) {
            legend.entries().forEach(e -> {
                seriesNames.add(e.name());
                seriesColours.add(e.colour());
            });
        } else if (bars.stacked() || severalPerCategory(categories)) {
            for (Bars.Bar b : bars.bars()) {
                if (seriesColours.stream().noneMatch(c -> PackedColours.distance(c, b.region().colour()) <= 24)) {
                    seriesColours.add(b.region().colour());
                    seriesNames.add("");
                }
            }
        } else {
            seriesNames.add(legend.entries().isEmpty() ? "" : legend.entries().getFirst().name());
            seriesColours.add(bars.bars().getFirst().region().colour());
        }
        boolean one = seriesNames.size() == 1;
        boolean legendNamesCategories = named && !severalPerCategory(categories) && categories.size() == 0;
        List<List<Optional<Value>>> values = new ArrayList<>();
        for (int s = 0; s < seriesNames.size(); s++) {
            values.add(new ArrayList<>(Collections.nCopies(Math.max(1, categories.size()), Optional.empty())));
        }
        Set<Integer> mixed = new HashSet<>();
        for (Bars.Bar bar : bars.bars()) {
            int c = categories.size() == 0 ? 0 : categories.nearest(bar.frame().c());
            int s = one ? 0 : nearest(seriesColours, bar.region().colour());
            Value value = value(bar, Optional.ofNullable(printed.get(bar)));
            if (values.get(s).get(c).isEmpty()) {
                values.get(s).set(c, Optional.of(value));
            }
            if (PackedColours.distance(bar.region().colour(), seriesColours.get(s)) > 40) {
                mixed.add(s);
            }
        }
        List<String> names = categories.size() == 0 ? List.of("") : categories.names();
        if (legendNamesCategories) {
            return byLegend(titles, values, seriesNames);
        }
        List<Series> series = new ArrayList<>();
        for (int s = 0; s < seriesNames.size(); s++) {
            if (values.get(s).stream().anyMatch(Optional::isPresent)) {
                series.add(
                        new Series(seriesNames.get(s), mixed.contains(s) ? "" : PackedColours.name(seriesColours.get(s)), values.get(s)));
            }
        }
        return new ChartModel(ChartModel.Type.BAR, horizontal, bars.stacked(), titles.title(), titles.x(), titles.y(), names, series,
                unit(printed));
    }

    /** Bars of one category each, named by the legend alone. */
    private ChartModel byLegend(Titles titles, List<List<Optional<Value>>> values, List<String> names) {
        List<Optional<Value>> row = values.stream().map(v -> v.getFirst()).toList();
        return new ChartModel(ChartModel.Type.BAR, horizontal, false, titles.title(), titles.x(), titles.y(), names,
                List.of(new Series("", "", row)), scale.map(AxisScale::unit).orElse(""));
    }

    private String unit(Map<Bars.Bar, Label> printed) {
        return printed.values().stream().flatMap(l -> l.number().stream()).map(ChartNumbers.Quantity::unit).filter(u -> !u.isEmpty())
                .findFirst()
                .or(() -> scale.map(AxisScale::unit)).orElse("");
    }

    private boolean severalPerCategory(Categories categories) {
        if (categories.size() < 2) {
            return false;
        }
        Map<Integer, Integer> counts = new HashMap<>();
        bars.bars().forEach(b -> counts.merge(categories.nearest(b.frame().c()), 1, Integer::sum));
        long several = counts.values().stream().filter(n -> n > 1).count();
        return several * 2 > counts.size();
    }

    private static int nearest(List<Integer> colours, int colour) {
        int best = 0;
        for (int i = 1; i < colours.size(); i++) {
            best = PackedColours.distance(colours.get(i), colour) < PackedColours.distance(colours.get(best), colour) ? i : best;
        }
        return best;
    }

    private Categories categories(List<Label> free) {
        Region extent = bars.extent();
        List<Double> places = places();
        double pitch = places.size() < 2 ? bars.thickness() * 1.6 : smallestGap(places);
        if (horizontal) {
            Categories beside = Categories.column(free, bars.base(), true, extent.top(), extent.bottom(), pitch);
            List<Label> texts = free.stream().filter(l -> l.number().isEmpty()).toList();
            Categories far = beside.size() >= 2
                    ? beside
                    : Categories.column(texts, extent.left() + 4, true, extent.top(), extent.bottom(), pitch);
            return far.size() >= 1 ? far : Categories.column(texts, extent.right(), false, extent.top(), extent.bottom(), pitch);
        }
        Categories under = Categories.row(free, extent.bottom(), true, extent.left(), extent.right());
        if (under.size() <= 1 && places.size() > 1) {
            Categories over = Categories.row(free.stream().filter(l -> l.number().isEmpty()).toList(), extent.top(), false, extent.left(),
                    extent.right());
            if (over.size() > under.size()) {
                return over;
            }
        }
        return anchored(under, places);
    }

    /** Slanted labels end at their place or have their middle there: takes what lies nearer to the bars. */
    private static Categories anchored(Categories row, List<Double> places) {
        if (row.size() == 0 || row.labels().size() != row.size() || row.labels().stream().allMatch(Label::level)) {
            return row;
        }
        List<Double> middles = row.labels().stream().map(Label::centerX).toList();
        List<Double> anchors = row.places();
        if (places.size() == row.size()) {
            List<Double> sorted = new ArrayList<>(places);
            return new Categories(row.names(), sorted, row.labels());
        }
        return distance(middles, places) < distance(anchors, places) ? new Categories(row.names(), middles, row.labels()) : row;
    }

    private static double distance(List<Double> labels, List<Double> bars) {
        return labels.stream().mapToDouble(l -> bars.stream().mapToDouble(b -> Math.abs(b - l)).min().orElse(0)).sum();
    }

    /** Middles of the places along the category axis, ascending. */
    private List<Double> places() {
        TreeMap<Double, Integer> seen = new TreeMap<>();
        for (Bars.Bar b : bars.bars()) {
            double c = b.frame().c();
            if (seen.subMap(c - 2.5, c + 2.5).isEmpty()) {
                seen.put(c, 1);
            }
        }
        return List.copyOf(seen.keySet());
    }

    private static double smallestGap(List<Double> places) {
        double gap = Double.POSITIVE_INFINITY;
        for (int i = 1; i < places.size(); i++) {
            gap = Math.min(gap, places.get(i) - places.get(i - 1));
        }
        return gap;
    }

    /** Which number is printed for which bar: cheapest pairs first. */
    private Map<Bars.Bar, Label> printed(List<Label> free) {
        record Pair(Bars.Bar bar, Label label, double cost) {}
        List<Pair> pairs = new ArrayList<>();
        for (Label label : free) {
            if (label.number().isEmpty()) {
                continue;
            }
            AxisFrame l = AxisFrame.of(label, horizontal);
            double lineHeight = label.lineHeight();
            for (Bars.Bar bar : bars.bars()) {
                AxisFrame b = bar.frame();
                double aside = Math.abs(l.c() - b.c());
                if (aside > Math.max(b.thickness() * 0.55, 5) + (horizontal ? 0.35 * lineHeight : 2)) {
                    continue;
                }
                boolean down = Math.abs(b.v1() - bars.base()) < 3 && Math.abs(b.v0() - bars.base()) > 3;
                double outside = down ? b.v0() - l.v1() : l.v0() - b.v1();
                boolean inside = l.v() > b.v0() - 1 && l.v() < b.v1() + 1;
                double cost = aside;
                if (inside) {
                    cost += Math.min(Math.abs(l.v() - b.v()), Math.min(Math.abs(b.v1() - l.v1()), Math.abs(l.v0() - b.v0()))) * 0.5;
                } else if (!bars.stacked() && outside > -0.7 * lineHeight && outside < 2.4 * lineHeight) {
                    cost += Math.abs(outside);
                } else {
                    continue;
                }
                pairs.add(new Pair(bar, label, cost));
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::cost));
        Map<Bars.Bar, Label> out = new LinkedHashMap<>();
        Set<Label> taken = new HashSet<>();
        for (Pair p : pairs) {
            if (!out.containsKey(p.bar()) && taken.add(p.label())) {
                out.put(p.bar(), p.label());
            }
        }
        // a few numbers that stand about are no value labels
        return out.size() * 3 < bars.bars().size() ? Map.of() : out;
    }

    /** Where most printed numbers agree with the axis, one that does not is misread or belongs elsewhere. */
    private Map<Bars.Bar, Label> trusted(Map<Bars.Bar, Label> printed) {
        if (scale.isEmpty() || scale.get().logarithmic() || printed.size() < 3) {
            return printed;
        }
        double range = bars.bars().stream().mapToDouble(b -> Math.abs(measured(b))).max().orElse(0);
        Map<Bars.Bar, Label> agreeing = new LinkedHashMap<>();
        printed.forEach((bar, label) -> {
            double number = Readings.repaired(label.number().orElseThrow().value(), Optional.of(measured(bar)));
            if (Readings.agrees(number, measured(bar), range)) {
                agreeing.put(bar, label);
            }
        });
        return agreeing.size() * 10 >= printed.size() * 6 ? agreeing : printed;
    }

    private double measured(Bars.Bar bar) {
        AxisFrame f = bar.frame();
        return measure(scale.orElseThrow(), f, Math.abs(f.v1() - bars.base()) < 3 && Math.abs(f.v0() - bars.base()) > 3);
    }

    private Value value(Bars.Bar bar, Optional<Label> label) {
        AxisFrame f = bar.frame();
        String colour = PackedColours.name(bar.region().colour());
        boolean down = Math.abs(f.v1() - bars.base()) < 3 && Math.abs(f.v0() - bars.base()) > 3;
        double pixels = down ? -f.length() : f.length();
        Optional<Double> measured = scale.map(s -> measure(s, f, down));
        if (label.isPresent()) {
            ChartNumbers.Quantity q = label.get().number().orElseThrow();
            double number = Readings.repaired(q.value(), measured);
            String text = number == q.value() ? q.text() : ChartNumbers.plain(number, 6);
            return new Value(number, text, Provenance.PRINTED, 0.95, colour);
        }
        if (measured.isPresent()) {
            double step = scale.get().step(horizontal ? f.v1() : -f.v1());
            return new Value(measured.get(), ChartNumbers.measured(measured.get(), step), Provenance.MEASURED, 0.7, colour);
        }
        return new Value(pixels, ChartNumbers.plain(pixels, 0), Provenance.MEASURED, 0.3, colour);
    }

    private double measure(AxisScale s, AxisFrame f, boolean down) {
        if (bars.stacked()) {
            double a = s.value(horizontal ? f.v1() : -f.v1());
            double b = s.value(horizontal ? f.v0() : -f.v0());
            return Math.abs(a - b);
        }
        double end = down ? f.v0() : f.v1();
        return s.value(horizontal ? end : -end);
    }
}

package dev.maestro.readers.charts;

import dev.maestro.readers.charts.ChartModel.Provenance;
import dev.maestro.readers.charts.ChartModel.Series;
import dev.maestro.readers.charts.ChartModel.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the curves of a line chart and makes its model. */
final class LineChartReader {
    private final Regions regions;
    private final List<Label> labels;
    private final Optional<AxisScale> scale;
    private Categories ticks;
    private final int left;
    private final int top;
    private final int right;
    private final int bottom;
    private final List<Named> legend;
    private final boolean compressed;
    private final List<Curves.Curve> curves;

    private record Named(Label label, int colour) {}

    LineChartReader(Regions regions, List<Label> labels) {
        this.regions = regions;
        this.labels = labels;
        this.compressed = regions.raster().compressed();
        int w = regions.raster().width();
        int h = regions.raster().height();
        Optional<AxisScale> beside = AxisScale
                .vertical(labels.stream().filter(l -> l.centerX() < 0.28 * w || l.centerX() > 0.85 * w).toList());
        this.scale = beside;
        double tickRight = beside.map(s -> s.ticks().stream().mapToDouble(Label::right).max().orElse(0)).orElse(0.02 * w);
        boolean onTheRight = tickRight > 0.6 * w;
        double low = beside.map(s -> s.ticks().stream().mapToDouble(Label::centerY).max().orElse(h)).orElse(0.85 * h);
        double high = beside.map(s -> s.ticks().stream().mapToDouble(Label::centerY).min().orElse(0)).orElse(0.05 * h);
        List<Label> free = new ArrayList<>(labels);
        beside.ifPresent(s -> free.removeAll(s.ticks()));
        double between = beside.filter(s -> s.ticks().size() > 1).map(s -> (low - high) / (s.ticks().size() - 1)).orElse(0.1 * h);
        this.ticks = row(free, low, onTheRight ? 0 : tickRight, onTheRight ? tickRight : w);
        double rowTop = ticks.labels().stream().mapToDouble(Label::top).min().orElse(low + between);
        this.left = (int) Math.max(0, onTheRight ? 4 : tickRight + 2);
        this.right = onTheRight ? (int) beside.get().ticks().stream().mapToDouble(Label::left).min().orElse(w) - 2 : w - 2;
        this.top = (int) Math.max(0, high - 1.2 * between);
        this.bottom = (int) Math.min(h - 1.0, Math.max(low + 4, Math.min(rowTop - 2, low + 1.1 * between)));
        List<Named> found = legend();
        this.legend = found;
        Optional<Label> box = found.size() < 1
                ? Optional.empty()
                : Optional.of(new Label("",
                        found.stream().mapToDouble(n -> n.label().left() - 4.5 * n.label().lineHeight()).min().orElseThrow(),
                        found.stream().mapToDouble(n -> n.label().top() - 3).min().orElseThrow(),
                        found.stream().mapToDouble(n -> n.label().right() + 3).max().orElseThrow(),
                        found.stream().mapToDouble(n -> n.label().bottom() + 3).max().orElseThrow(), 0, 1));
        List<Curves.Curve> seen = Curves.find(regions, labels, box.filter(b -> b.width() < 0.7 * (right - left)), compressed, left, top,
                right, bottom);
        this.curves = seen;
        this.ticks = placed(ticks, seen);
    }

    /** Slanted labels hang by their end or stand on their middle: takes what fits the ends of the curves. */
    private static Categories placed(Categories row, List<Curves.Curve> curves) {
        if (curves.isEmpty() || row.size() < 2 || row.labels().size() != row.size() || row.labels().stream().allMatch(Label::level)) {
            return row;
        }
        double first = curves.stream().mapToInt(Curves.Curve::firstColumn).min().orElseThrow();
        double last = curves.stream().mapToInt(Curves.Curve::lastColumn).max().orElseThrow();
        Categories best = row;
        double bestOff = Double.POSITIVE_INFINITY;
        for (java.util.function.Function<Label, Double> anchor : List.<java.util.function.Function<Label, Double>>of(Label::centerX,
                Label::right, Label::left)) {
            List<Double> places = row.labels().stream().map(anchor).toList();
            double off = Math.abs(places.getFirst() - first) + Math.abs(places.getLast() - last);
            if (off < bestOff) {
                bestOff = off;
                best = new Categories(row.names(), places, row.labels());
            }
        }
        return best;
    }

    private static Categories row(List<Label> free, double low, double left, double right) {
        List<Label> under = free.stream().filter(l -> l.top() > low - 0.3 * l.lineHeight()).toList();
        return Categories.row(under, low, true, left, right);
    }

    /** Long curves were found over a calibrated or labelled plot. */
    boolean found() {
        return !curves.isEmpty() && (scale.isPresent() || ticks.size() >= 2);
    }

    /** Texts with a piece of line or a marker of one colour to their left. */
    private List<Named> legend() {
        List<Named> out = new ArrayList<>();
        PackedRaster r = regions.raster();
        for (Label l : labels) {
            if (!l.level() || l.number().filter(q -> !q.isYear()).isPresent() || ticks.labels().contains(l)) {
                continue;
            }
            double h = l.lineHeight();
            List<Integer> seen = new ArrayList<>();
            for (int y = (int) Math.max(0, l.centerY() - 0.35 * h); y < Math.min(r.height(), l.centerY() + 0.35 * h); y++) {
                for (int x = (int) Math.max(0, l.left() - 4 * h); x < l.left() - 2; x++) {
                    int c = r.at(x, y);
                    if (PackedColours.chroma(c) >= 42 && !regions.isGround(c)) {
                        seen.add(c);
                    }
                }
            }
            if (seen.size() < h) {
                continue;
            }
            int model = mostSaturated(seen);
            long same = seen.stream().filter(c -> PackedColours.distance(c, model) < 30).count();
            // a piece of line: as wide as one to four letters and ending before the text
            if (same >= 0.6 * h && piece(l, model)) {
                out.add(new Named(l, model));
            }
        }
        return distinct(out);
    }

    private boolean piece(Label l, int colour) {
        PackedRaster r = regions.raster();
        double h = l.lineHeight();
        int columns = 0;
        int nearText = 0;
        for (int x = (int) Math.max(0, l.left() - 5.5 * h); x < l.left() - 1; x++) {
            boolean on = false;
            for (int y = (int) Math.max(0, l.centerY() - 0.3 * h); y < Math.min(r.height(), l.centerY() + 0.3 * h) && !on; y++) {
                on = PackedColours.distance(r.at(x, y), colour) < 40;
            }
            columns += on ? 1 : 0;
            nearText += on && x > l.left() - 1.6 * h ? 1 : 0;
        }
        return columns >= 0.4 * h && columns <= 4.2 * h && nearText > 0;
    }

    private static int mostSaturated(List<Integer> seen) {
        int best = seen.getFirst();
        for (int c : seen) {
            best = PackedColours.chroma(c) > PackedColours.chroma(best) ? c : best;
        }
        return best;
    }

    private static List<Named> distinct(List<Named> in) {
        List<Named> out = new ArrayList<>();
        for (Named n : in) {
            if (out.stream().noneMatch(o -> PackedColours.distance(o.colour(), n.colour()) < 24)) {
                out.add(n);
            }
        }
        return out;
    }

    Titles titles() {
        List<Label> free = new ArrayList<>(labels);
        free.removeAll(ticks.labels());
        legend.forEach(n -> free.remove(n.label()));
        return Titles.of(free, left, top, right, bottom);
    }

    ChartModel read() {
        Categories places = everyYear();
        List<Label> numbers = new ArrayList<>(labels.stream().filter(l -> l.number().isPresent()).toList());
        scale.ifPresent(s -> numbers.removeAll(s.ticks()));
        numbers.removeAll(ticks.labels());
        List<Series> series = new ArrayList<>();
        for (Curves.Curve curve : inOrder()) {
            String name = name(curve);
            String colour = PackedColours.name(curve.colour());
            List<Optional<Value>> values = new ArrayList<>();
            Set<Label> used = new HashSet<>();
            for (int c = 0; c < places.size(); c++) {
                double x = places.places().get(c);
                Optional<Double> y = curve.at(x);
                values.add(y.flatMap(at -> value(x, at, numbers, used, colour)));
            }
            if (values.stream().anyMatch(Optional::isPresent)) {
                series.add(new Series(name, colour, values));
            }
        }
        Titles titles = titles();
        String unit = scale.map(AxisScale::unit).orElse("");
        return new ChartModel(ChartModel.Type.LINE, false, false, titles.title(), titles.x(), titles.y(), places.names(), series, unit);
    }

    /** As the legend lists them, those it does not name last; of these compression makes some that are none. */
    private List<Curves.Curve> inOrder() {
        List<String> names = legend.stream().map(n -> n.label().text()).toList();
        boolean complete = compressed && names.size() > 1 && curves.stream().map(this::name).toList().containsAll(names);
        return curves.stream()
                .filter(c -> !complete || names.contains(name(c)))
                .sorted(Comparator.comparingInt(c -> names.contains(name(c)) ? names.indexOf(name(c)) : names.size()))
                .toList();
    }

    private Optional<Value> value(double x, double y, List<Label> numbers, Set<Label> used, String colour) {
        Optional<Double> measured = scale.map(s -> s.value(y));
        Optional<Label> near = numbers.stream()
                .filter(l -> !used.contains(l))
                .filter(l -> Math.abs(l.centerX() - x) < Math.max(8, 0.6 * l.width())
                        && Math.abs(l.centerY() - y) < 2.6 * l.lineHeight() + 6)
                .min(Comparator.comparingDouble(l -> Math.abs(l.centerX() - x) + Math.abs(l.centerY() - y)));
        if (near.isPresent() && curves.size() <= numbers.size()) {
            double printed = Readings.repaired(near.get().number().orElseThrow().value(), measured);
            boolean plausible = measured.isEmpty() || Math.abs(printed - measured.get()) <= 0.12 * range() + 1e-9;
            if (plausible) {
                used.add(near.get());
                String text = printed == near.get().number().get().value()
                        ? near.get().number().get().text()
                        : ChartNumbers.plain(printed, 6);
                return Optional.of(new Value(printed, text, Provenance.PRINTED, 0.9, colour));
            }
        }
        return measured.map(m -> new Value(m, ChartNumbers.measured(m, scale.orElseThrow().step(y)), Provenance.MEASURED, 0.7, colour));
    }

    private double range() {
        AxisScale s = scale.orElseThrow();
        return Math.abs(s.value(top) - s.value(bottom));
    }

    private String name(Curves.Curve curve) {
        Optional<Named> named = legend.stream().min(Comparator.comparingInt(n -> PackedColours.distance(n.colour(), curve.colour())));
        if (named.isPresent() && PackedColours.distance(named.get().colour(), curve.colour()) < 44) {
            return named.get().label().text();
        }
        List<Named> spread = !compressed
                ? List.of()
                : legend.stream()
                        .filter(n -> PackedColours.spread(n.colour(), curve.colour()) || PackedColours.spread(curve.colour(), n.colour()))
                        .toList();
        if (spread.size() == 1) {
            return spread.getFirst().label().text();
        }
        // a name at the end of the line
        int end = curve.lastColumn();
        double y = curve.y()[end];
        return labels.stream()
                .filter(l -> l.number().isEmpty() && l.level() && l.left() > end - 6 && l.left() < end + 60
                        && Math.abs(l.centerY() - y) < 1.2 * l.lineHeight())
                .min(Comparator.comparingDouble(l -> Math.abs(l.centerY() - y)))
                .map(Label::text).orElse("");
    }

    /** Year ticks often name every second or fifth year only: fills in the years between. */
    private Categories everyYear() {
        List<AxisScale.Tick> years = new ArrayList<>();
        for (int i = 0; i < ticks.size(); i++) {
            int at = i;
            ChartNumbers.parse(ticks.names().get(i)).filter(ChartNumbers.Quantity::isYear)
                    .ifPresent(q -> years.add(new AxisScale.Tick(ticks.places().get(at), q.value(),
                            ticks.labels().get(Math.min(at, ticks.labels().size() - 1)))));
        }
        if (years.size() < 2 || years.size() < 0.7 * ticks.size()) {
            return ticks;
        }
        Optional<AxisScale> axis = AxisScale.fit(years);
        if (axis.isEmpty() || axis.get().logarithmic() || Math.abs(1 / axis.get().slope()) < 5 || curves.isEmpty()) {
            return ticks;
        }
        double first = curves.stream().mapToInt(Curves.Curve::firstColumn).min().orElse(left);
        double last = curves.stream().mapToInt(Curves.Curve::lastColumn).max().orElse(right);
        int from = (int) Math.round(Math.ceil(axis.get().value(first - 5)));
        int to = (int) Math.round(Math.floor(axis.get().value(last + 5)));
        List<String> names = new ArrayList<>();
        List<Double> places = new ArrayList<>();
        for (int year = from; year <= to && names.size() < 250; year++) {
            names.add(Integer.toString(year));
            places.add(axis.get().pixel(year));
        }
        return names.size() < ticks.size() ? ticks : new Categories(names, places, ticks.labels());
    }
}

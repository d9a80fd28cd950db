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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the model of a pie or ring chart from its sectors, labels and legend. */
final class PieChartReader {
    /** A name with its value in one text: {@code Wine, 12%}, {@code Wine (12%)}, {@code Wine 12.5%}. */
    private static final Pattern BOTH = Pattern.compile("^(.*?\\p{L}.*?)[\\s:,;(–-]+([$€£]?[\\d][\\d ,.]*\\s*(?:%|bn|m|k)?)\\)?$");

    private final Pie pie;
    private final List<Label> labels;
    private final Legend legend;

    PieChartReader(Pie pie, List<Label> labels, Legend legend) {
        this.pie = pie;
        this.labels = labels;
        this.legend = legend;
    }

    private record Pair(int sector, Label label, double cost) {}

    ChartModel read(Titles titles) {
        int n = pie.sectors().size();
        List<Label> free = new ArrayList<>(labels);
        free.removeAll(legend.labels());
        String[] names = new String[n];
        Value[] values = new Value[n];
        Set<Label> used = new HashSet<>();
        for (Pair p : pairs(free, true)) {
            if (values[p.sector()] == null && used.add(p.label())) {
                ChartNumbers.Quantity q = p.label().number().orElseThrow();
                values[p.sector()] = new Value(q.value(), q.text(), Provenance.PRINTED, 0.95, colour(p.sector()));
            }
        }
        for (int s = 0; s < n; s++) {
            names[s] = legend.name(pie.sectors().get(s).colour()).orElse(null);
        }
        for (Pair p : pairs(free, false)) {
            if (used.contains(p.label())) {
                continue;
            }
            int s = p.sector();
            Matcher both = BOTH.matcher(p.label().text());
            boolean valued = both.matches() && ChartNumbers.parse(both.group(2)).isPresent();
            if (names[s] == null) {
                used.add(p.label());
                names[s] = valued ? both.group(1).strip() : withNextLine(p.label(), free, used);
            }
            if (valued && values[s] == null && used.contains(p.label())) {
                ChartNumbers.Quantity q = ChartNumbers.parse(both.group(2)).orElseThrow();
                values[s] = new Value(q.value(), q.text(), Provenance.PRINTED, 0.9, colour(s));
            }
        }
        List<String> categories = new ArrayList<>();
        List<Optional<Value>> row = new ArrayList<>();
        boolean percent = percent(values);
        for (int s = 0; s < n; s++) {
            categories.add(names[s] == null ? "" : names[s]);
            double share = pie.sectors().get(s).share() * 100;
            Value measured = new Value(share, ChartNumbers.plain(share, 0) + "%", Provenance.MEASURED, 0.75, colour(s));
            row.add(Optional.of(values[s] == null ? measured : percent ? repaired(values[s], share) : values[s]));
        }
        boolean mixed = !percent && row.stream().anyMatch(v -> v.orElseThrow().provenance() == Provenance.MEASURED)
                && row.stream().anyMatch(v -> v.orElseThrow().provenance() == Provenance.PRINTED);
        if (mixed) {
            rescale(row);
        }
        boolean printed = java.util.Arrays.stream(values).anyMatch(java.util.Objects::nonNull);
        return new ChartModel(ChartModel.Type.PIE, false, false, titles.title(), "", "", categories,
                List.of(new Series("", "", row)), percent || !printed ? "%" : "");
    }

    private String withNextLine(Label label, List<Label> free, Set<Label> used) {
        String text = label.text();
        for (Label next : free) {
            double gap = next.top() - label.bottom();
            if (next != label && !used.contains(next) && next.number().isEmpty() && next.level()
                    && Math.abs(gap) < 0.35 * label.lineHeight()
                    && (Math.abs(next.left() - label.left()) < 4 || Math.abs(next.centerX() - label.centerX()) < 4)) {
                used.add(next);
                return text + " " + next.text();
            }
        }
        return text;
    }

    private static boolean percent(Value[] values) {
        double sum = 0;
        boolean sign = false;
        for (Value v : values) {
            sum += v == null ? 0 : v.number();
            sign |= v != null && v.text().contains("%");
        }
        return sign || Math.abs(sum - 100) < 3;
    }

    private static Value repaired(Value v, double share) {
        double number = Readings.repaired(v.number(), Optional.of(share));
        return number == v.number() ? v : new Value(number, ChartNumbers.plain(number, 4) + "%", Provenance.PRINTED, 0.85, v.colour());
    }

    /** Some sectors carry numbers of another unit: the others get theirs by their share. */
    private static void rescale(List<Optional<Value>> row) {
        double printed = 0;
        double shares = 0;
        double measured = 0;
        for (Optional<Value> v : row) {
            if (v.orElseThrow().provenance() == Provenance.PRINTED) {
                printed += v.get().number();
            } else {
                measured += v.get().number();
            }
        }
        shares = 100 - measured;
        for (int i = 0; i < row.size(); i++) {
            Value v = row.get(i).orElseThrow();
            if (v.provenance() == Provenance.MEASURED && shares > 1) {
                double number = v.number() * printed / shares;
                row.set(i, Optional.of(new Value(number, ChartNumbers.plain(number, 0), Provenance.MEASURED, 0.5, v.colour())));
            }
        }
    }

    private String colour(int sector) {
        return PackedColours.name(pie.sectors().get(sector).colour());
    }

    /** Texts with the sector in or beside which they stand, nearest first. */
    private List<Pair> pairs(List<Label> free, boolean numbers) {
        List<Pair> pairs = new ArrayList<>();
        for (Label l : free) {
            if (l.number().isPresent() != numbers || l.text().length() < 2 && !numbers) {
                continue;
            }
            // the corner or middle of the text that is nearest to the disc tells its direction
            double x = Math.max(l.left(), Math.min(pie.centerX(), l.right()));
            double y = Math.max(l.top(), Math.min(pie.centerY(), l.bottom()));
            double near = Math.hypot(x - pie.centerX(), y - pie.centerY());
            boolean inside = Math.hypot(l.centerX() - pie.centerX(), l.centerY() - pie.centerY()) < pie.radius();
            if (near > 1.75 * pie.radius() || near < 0.12 * pie.radius() && pie.sectors().size() > 1) {
                continue;
            }
            double px = inside ? l.centerX() : (x + l.centerX()) / 2;
            double py = inside ? l.centerY() : (y + l.centerY()) / 2;
            double angle = (Math.toDegrees(Math.atan2(px - pie.centerX(), pie.centerY() - py)) + 360) % 360;
            for (int s = 0; s < pie.sectors().size(); s++) {
                Pie.Sector sector = pie.sectors().get(s);
                double off = Math.abs((angle - sector.middle() + 540) % 360 - 180);
                double beyond = off - sector.share() * 180;
                if (beyond < 14) {
                    double distance = inside ? 0 : Math.max(0, near - pie.radius()) / pie.radius();
                    pairs.add(new Pair(s, l, Math.max(0, beyond) * 3 + off * 0.2 + distance * 40));
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(Pair::cost));
        return pairs;
    }
}

package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The labels along a category axis.
 *
 * @param names  texts, several lines of one label joined
 * @param places pixel along the axis of each
 * @param labels the labels they were made of
 */
record Categories(List<String> names, List<Double> places, List<Label> labels) {
    static final Categories NONE = new Categories(List.of(), List.of(), List.of());

    /** Labels under (or over) the plot: the row nearest to {@code edge} pixels, below it when {@code below}. */
    static Categories row(Collection<Label> labels, double edge, boolean below, double left, double right) {
        List<Label> candidates = labels.stream()
                .filter(l -> below ? l.top() > edge - 0.5 * l.lineHeight() : l.bottom() < edge + 0.5 * l.lineHeight())
                .filter(l -> l.right() > left - 40 && l.left() < right + 40)
                .filter(l -> Math.abs(l.angle()) < 100)
                .toList();
        List<Label> first = level(candidates, edge, below);
        if (first.isEmpty()) {
            return NONE;
        }
        // the second line of a label stands close under the first
        List<Label> rest = new ArrayList<>(candidates.stream()
                .filter(l -> below ? l.top() > first.getFirst().top() : l.bottom() < first.getFirst().bottom()).toList());
        rest.removeAll(first);
        List<List<Label>> columns = new ArrayList<>();
        first.stream().sorted(Comparator.comparingDouble(Categories::anchor)).forEach(l -> columns.add(new ArrayList<>(List.of(l))));
        boolean level = first.stream().allMatch(Label::level);
        if (below && level && first.size() > 1) {
            rest.stream().filter(Label::level).sorted(Comparator.comparingDouble(Label::top)).forEach(l -> {
                for (List<Label> column : columns) {
                    Label last = column.getLast();
                    double gap = l.top() - last.bottom();
                    if (gap < 0.45 * l.lineHeight() && Math.abs(l.centerX() - column.getFirst().centerX()) < 0.8 * l.lineHeight()
                            && last.number().isEmpty()) {
                        column.add(l);
                        return;
                    }
                }
            });
        }
        return of(columns, false);
    }

    /** The labels of the nearest level that holds most of what any level holds; a lone label only when it is near. */
    private static List<Label> level(List<Label> candidates, double edge, boolean below) {
        List<List<Label>> levels = new ArrayList<>();
        for (Label l : candidates.stream().sorted(Comparator.comparingDouble(l -> below ? l.top() : -l.bottom())).toList()) {
            double at = below ? l.top() : l.bottom();
            boolean same = !levels.isEmpty() && Math
                    .abs(at - (below ? levels.getLast().getFirst().top() : levels.getLast().getFirst().bottom())) < (l.level() ? 0.6 : 0.8)
                            * l.lineHeight();
            if (same) {
                levels.getLast().add(l);
            } else {
                levels.add(new ArrayList<>(List.of(l)));
            }
        }
        int most = levels.stream().mapToInt(List::size).max().orElse(0);
        for (List<Label> level : levels) {
            Label l = level.getFirst();
            boolean near = (below ? l.top() - edge : edge - l.bottom()) < 60;
            if (level.size() >= Math.max(2, 0.6 * most) || most == 1 && near) {
                return level;
            }
        }
        return List.of();
    }

    /** Where the label's place on the axis is: its middle, or the upper end of a slanted text. */
    static double anchor(Label l) {
        return l.angle() < -12 && l.angle() > -78 ? l.right() : l.angle() > 12 && l.angle() < 78 ? l.left() : l.centerX();
    }

    /** Labels left of {@code edge} pixels (or right of it), one per place, lines of one label joined. */
    static Categories column(Collection<Label> labels, double edge, boolean toTheLeft, double top, double bottom, double pitch) {
        List<Label> candidates = labels.stream()
                .filter(Label::level)
                .filter(l -> toTheLeft ? l.right() < edge + 0.6 * l.lineHeight() : l.left() > edge - 0.6 * l.lineHeight())
                .filter(l -> l.centerY() > top - pitch * 0.6 && l.centerY() < bottom + pitch * 0.6)
                .filter(l -> (toTheLeft ? edge - l.right() : l.left() - edge) < 80 || !toTheLeft)
                .sorted(Comparator.comparingDouble(Label::centerY))
                .toList();
        List<List<Label>> rows = new ArrayList<>();
        for (Label l : candidates) {
            List<Label> last = rows.isEmpty() ? List.of() : rows.getLast();
            if (!last.isEmpty()) {
                Label p = last.getLast();
                boolean sameLine = Math.abs(p.centerY() - l.centerY()) < 0.4 * l.lineHeight();
                boolean nextLine = l.top() - p.bottom() < 0.25 * l.lineHeight() && l.centerY() - last.getFirst().centerY() < 0.62 * pitch
                        && Math.abs(l.right() - p.right()) < Math.max(l.width(), p.width());
                if (sameLine || nextLine) {
                    last.add(l);
                    continue;
                }
            }
            rows.add(new ArrayList<>(List.of(l)));
        }
        rows.forEach(r -> r.sort(Comparator.comparingDouble((Label l) -> Math.round(l.centerY() / (0.5 * l.lineHeight())))
                .thenComparingDouble(Label::left)));
        return of(rows, true);
    }

    private static Categories of(List<List<Label>> groups, boolean column) {
        List<String> names = new ArrayList<>();
        List<Double> places = new ArrayList<>();
        List<Label> used = new ArrayList<>();
        for (List<Label> group : groups) {
            names.add(String.join(" ", group.stream().map(Label::text).toList()));
            places.add(column
                    ? (group.stream().mapToDouble(Label::top).min().orElseThrow()
                            + group.stream().mapToDouble(Label::bottom).max().orElseThrow()) / 2
                    : anchor(group.getFirst()));
            used.addAll(group);
        }
        return new Categories(List.copyOf(names), List.copyOf(places), List.copyOf(used));
    }

    int size() {
        return names.size();
    }

    /** Number of the category whose place is nearest. */
    int nearest(double place) {
        int best = 0;
        for (int i = 1; i < places.size(); i++) {
            best = Math.abs(places.get(i) - place) < Math.abs(places.get(best) - place) ? i : best;
        }
        return best;
    }
}

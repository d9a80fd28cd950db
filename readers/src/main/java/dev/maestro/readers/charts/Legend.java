package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Names of colours: small patches with a text to their right.
 *
 * @param entries from top to bottom, left to right
 */
record Legend(List<Entry> entries) {
    static final Legend NONE = new Legend(List.of());

    /** @param region number of the patch's region, -1 for a piece of line */
    record Entry(String name, int colour, Label label, int region) {}

    /** The name of the entry whose colour is nearest, when it is near at all. */
    Optional<String> name(int colour) {
        Entry best = null;
        for (Entry e : entries) {
            if (best == null || PackedColours.distance(e.colour(), colour) < PackedColours.distance(best.colour(), colour)) {
                best = e;
            }
        }
        return best != null && PackedColours.distance(best.colour(), colour) <= 36 ? Optional.of(best.name()) : Optional.empty();
    }

    Set<Label> labels() {
        Set<Label> labels = new HashSet<>();
        entries.forEach(e -> labels.add(e.label()));
        return labels;
    }

    /** Patches: coloured rectangles about as high as the text beside them, all of one size. */
    static Legend patches(Regions regions, List<Label> labels) {
        List<Entry> found = new ArrayList<>();
        List<Region> patches = new ArrayList<>();
        for (Region r : regions.regions()) {
            if (regions.isGround(r.colour()) || r.width() < 4 || r.height() < 4 || r.pixels() < 0.7 * r.width() * r.height()) {
                continue;
            }
            for (Label l : labels) {
                double h = l.lineHeight();
                double gap = l.left() - r.right();
                boolean number = l.number().filter(q -> !q.isYear()).isPresent();
                if (!number && l.level() && r.height() <= 1.6 * h && r.width() <= 4.5 * h
                        && gap > (withPatch(l.text()) ? -1.6 * h : r.left() < l.left() - 2 ? -0.45 * h : -2) && gap < 2.2 * h
                        && Math.abs(l.centerY() - r.centerY()) < 0.55 * h && l.text().chars().anyMatch(Character::isLetterOrDigit)) {
                    found.add(
                            new Entry(gap > -2 || !withPatch(l.text()) ? l.text() : l.text().substring(2).strip(), r.colour(), l, r.id()));
                    patches.add(r);
                    break;
                }
            }
        }
        return mostAlike(found, patches);
    }

    /** The text begins with a lone character: the patch itself, read as a letter or box. */
    private static boolean withPatch(String text) {
        return text.length() > 3 && text.charAt(1) == ' ';
    }

    private static Legend mostAlike(List<Entry> found, List<Region> patches) {
        List<Entry> best = List.of();
        for (Region model : patches) {
            List<Entry> same = new ArrayList<>();
            List<Integer> colours = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                Region p = patches.get(i);
                boolean repeated = colours.stream().anyMatch(c -> PackedColours.distance(c, p.colour()) < 8);
                int slack = Math.max(2, Math.min(model.width(), model.height()) / 3);
                if (Math.abs(p.width() - model.width()) <= slack && Math.abs(p.height() - model.height()) <= slack && !repeated) {
                    same.add(found.get(i));
                    colours.add(p.colour());
                }
            }
            if (same.size() > best.size()) {
                best = same;
            }
        }
        // a lone patch beside a text may be a short bar beside its label
        boolean years = best.stream().allMatch(e -> e.label().number().isPresent());
        return best.isEmpty() || years && best.size() < 2 ? NONE : new Legend(inOrder(best));
    }

    /** Row by row, each from the left. */
    private static List<Entry> inOrder(List<Entry> entries) {
        List<Entry> down = entries.stream().sorted(Comparator.comparingDouble(e -> e.label().centerY())).toList();
        List<List<Entry>> rows = new ArrayList<>();
        for (Entry e : down) {
            if (rows.isEmpty() || e.label().centerY() - rows.getLast().getFirst().label().centerY() > 0.6 * e.label().lineHeight()) {
                rows.add(new ArrayList<>());
            }
            rows.getLast().add(e);
        }
        return rows.stream().flatMap(r -> r.stream().sorted(Comparator.comparingDouble(e -> e.label().left()))).toList();
    }
}

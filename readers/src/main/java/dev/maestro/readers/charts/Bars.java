package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The bars of a chart: rectangles of one thickness that stand on one line or on each other.
 *
 * @param base   where they stand, along the value axis of {@link AxisFrame}
 * @param bars   by place along the category axis, then from the base
 */
record Bars(boolean horizontal, double base, boolean stacked, List<Bar> bars) {
    /** A chart with more bars cannot be read at the size of an image; photographs have thousands of patches. */
    private static final int MOST = 250;

    /** One rectangle. */
    record Bar(Region region, AxisFrame frame) {}

    /** Rectangles that may be bars: coloured, filled, neither lines nor letters. */
    static List<Region> rectangles(Regions regions, List<Label> labels, Legend legend) {
        int w = regions.raster().width();
        List<Region> out = new ArrayList<>();
        for (Region r : regions.regions()) {
            boolean patch = legend.entries().stream().anyMatch(e -> e.region() == r.id());
            int thin = Math.min(r.width(), r.height());
            boolean line = thin <= 2 && PackedColours.chroma(r.colour()) < 40;
            if (patch || line || thin < 2 || regions.isGround(r.colour()) || r.pixels() < 12
                    || r.width() > 0.9 * w && r.height() > 0.5 * regions.raster().height()) {
                continue;
            }
            boolean letter = false;
            for (Label l : labels) {
                double h = l.lineHeight();
                letter |= l.contains(r.centerX(), r.centerY()) && r.height() < 1.25 * h && r.width() < 1.3 * h + 2
                        && PackedColours.chroma(r.colour()) < 60;
            }
            if (letter) {
                continue;
            }
            if (filled(regions, labels, r)) {
                out.add(r);
            } else if (r.pixels() > 60) {
                ThickParts.of(regions, r).stream().filter(part -> filled(regions, labels, part)).forEach(out::add);
            }
        }
        out.sort(Comparator.comparingInt((Region r) -> -r.pixels()));
        return mended(mended(out.subList(0, Math.min(out.size(), MOST)), false), true);
    }

    /** Printed values punch holes: pixels inside text boxes count as filled. */
    private static boolean filled(Regions regions, List<Label> labels, Region r) {
        int[] marks = regions.labels();
        int w = regions.raster().width();
        int filled = r.pixels();
        for (Label l : labels) {
            int x0 = (int) Math.max(r.left(), l.left());
            int x1 = (int) Math.min(r.right(), l.right());
            int y0 = (int) Math.max(r.top(), l.top());
            int y1 = (int) Math.min(r.bottom(), l.bottom());
            for (int y = y0; y < y1; y++) {
                for (int x = x0; x < x1; x++) {
                    filled += marks[y * w + x] == r.id() ? 0 : 1;
                }
            }
        }
        return filled >= 0.86 * r.width() * r.height();
    }

    /** Grid lines drawn over bars cut them: puts pieces of one colour together that face each other across a thin gap. */
    private static List<Region> mended(List<Region> in, boolean sideways) {
        List<Region> out = new ArrayList<>(in);
        boolean again = true;
        while (again) {
            again = false;
            for (int i = 0; i < out.size() && !again; i++) {
                for (int j = 0; j < out.size() && !again; j++) {
                    Region a = out.get(i);
                    Region b = out.get(j);
                    if (i != j && PackedColours.distance(a.colour(), b.colour()) <= 14 && facing(a, b, sideways)) {
                        out.set(i, a.union(b));
                        out.remove(j);
                        again = true;
                    }
                }
            }
        }
        return out;
    }

    private static boolean facing(Region a, Region b, boolean sideways) {
        return sideways
                ? Math.abs(a.top() - b.top()) <= 1 && Math.abs(a.bottom() - b.bottom()) <= 1 && b.left() >= a.right()
                        && b.left() - a.right() <= 4
                : Math.abs(a.left() - b.left()) <= 1 && Math.abs(a.right() - b.right()) <= 1 && b.top() >= a.bottom()
                        && b.top() - a.bottom() <= 4;
    }

    /** The reading, standing or lying, that explains most rectangles; empty when none stand on a common line. */
    static Optional<Bars> find(List<Region> rectangles, boolean preferHorizontal) {
        Optional<Bars> standing = reading(rectangles, false);
        Optional<Bars> lying = reading(rectangles, true);
        if (standing.isEmpty() || lying.isEmpty()) {
            return standing.isPresent() ? standing : lying;
        }
        double s = standing.get().bars().size() + (preferHorizontal ? 0 : 0.6);
        double l = lying.get().bars().size() + (preferHorizontal ? 0.6 : 0);
        return s >= l ? standing : lying;
    }

    private static Optional<Bars> reading(List<Region> rectangles, boolean horizontal) {
        List<Bar> all = rectangles.stream().map(r -> new Bar(r, AxisFrame.of(r, horizontal))).toList();
        Optional<Bars> best = Optional.empty();
        double bestScore = 0;
        for (Bar model : all) {
            double t = model.frame().thickness();
            double slack = Math.max(2, 0.07 * t);
            List<Bar> alike = all.stream().filter(b -> Math.abs(b.frame().thickness() - t) <= slack).toList();
            for (double base : new double[]{model.frame().v0(), model.frame().v1()}) {
                List<Bar> standing = alike.stream()
                        .filter(b -> Math.abs(b.frame().v0() - base) <= 2.5 || Math.abs(b.frame().v1() - base) <= 2.5)
                        .toList();
                List<Bar> kept = withStacks(standing, alike);
                long upwards = standing.stream().filter(b -> Math.abs(b.frame().v0() - base) <= 2.5).count();
                double score = kept.size() + 0.01 * upwards;
                if (score > bestScore) {
                    bestScore = score;
                    best = Optional.of(new Bars(horizontal, base, kept.size() > standing.size(), sorted(kept)));
                }
            }
        }
        return best;
    }

    private static List<Bar> withStacks(List<Bar> standing, List<Bar> alike) {
        List<Bar> kept = new ArrayList<>(standing);
        boolean again = true;
        while (again) {
            again = false;
            for (Bar b : alike) {
                if (kept.contains(b)) {
                    continue;
                }
                boolean on = kept.stream().anyMatch(k -> Math.abs(k.frame().c() - b.frame().c()) <= 2
                        && (Math.abs(b.frame().v0() - k.frame().v1()) <= 4 || Math.abs(b.frame().v1() - k.frame().v0()) <= 4));
                if (on) {
                    kept.add(b);
                    again = true;
                }
            }
        }
        return kept;
    }

    private static List<Bar> sorted(List<Bar> bars) {
        return bars.stream().sorted(Comparator.comparingDouble((Bar b) -> b.frame().c()).thenComparingDouble(b -> Math.abs(b.frame().v0())))
                .toList();
    }

    /** The box around all of them; there is at least one. */
    Region extent() {
        return bars.stream().map(Bar::region).reduce(Region::union).orElseThrow();
    }

    double thickness() {
        return bars.stream().mapToDouble(b -> b.frame().thickness()).average().orElse(1);
    }
}

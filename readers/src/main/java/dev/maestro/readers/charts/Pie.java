package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A disc or ring of coloured sectors.
 *
 * @param sectors clockwise from the top
 */
record Pie(double centerX, double centerY, double radius, List<Sector> sectors) {
    /**
     * @param share part of the whole turn, 0 to 1
     * @param middle its middle in degrees, clockwise from the top
     */
    record Sector(int colour, double share, double middle) {}

    private static final int RAYS = 1440;
    /** Rays look at this part of the radius; a ring has nothing nearer to the centre. */
    private static final double[] DEPTHS = {0.62, 0.7, 0.76, 0.82, 0.88, 0.93};

    static Optional<Pie> find(Regions regions, List<Label> labels, Legend legend) {
        int area = regions.raster().rgb().length;
        List<Region> parts = new ArrayList<>();
        for (Region r : regions.regions()) {
            boolean patch = legend.entries().stream().anyMatch(e -> e.region() == r.id());
            boolean letter = labels.stream().anyMatch(l -> l.contains(r.centerX(), r.centerY()) && r.height() < 1.25 * l.lineHeight());
            if (!patch && !letter && !regions.isGround(r.colour()) && r.pixels() > area / 2500 && Math.min(r.width(), r.height()) > 4) {
                parts.add(r);
            }
        }
        if (parts.isEmpty() || parts.size() > 60) {
            return Optional.empty();
        }
        Optional<Pie> best = Optional.empty();
        double bestFit = 0;
        for (List<Region> group : clusters(parts)) {
            Region box = group.stream().reduce(Region::union).orElseThrow();
            double fit = fit(regions, group, box);
            if (fit > bestFit && fit > 0.8) {
                Optional<Pie> pie = sectors(regions, labels, group, box);
                if (pie.isPresent()) {
                    best = pie;
                    bestFit = fit;
                }
            }
        }
        return best;
    }

    /** Parts whose boxes touch belong together. */
    private static List<List<Region>> clusters(List<Region> parts) {
        List<List<Region>> clusters = new ArrayList<>();
        for (Region p : parts) {
            List<Region> merged = new ArrayList<>(List.of(p));
            clusters.removeIf(c -> {
                boolean touching = c.stream().anyMatch(o -> o.left() <= p.right() + 6 && p.left() <= o.right() + 6
                        && o.top() <= p.bottom() + 6 && p.top() <= o.bottom() + 6);
                if (touching) {
                    merged.addAll(c);
                }
                return touching;
            });
            clusters.add(merged);
        }
        return clusters;
    }

    /** How well the parts fill the disc in their box, and nothing outside it: 1 for a perfect disc or ring. */
    private static double fit(Regions regions, List<Region> group, Region box) {
        double ratio = (double) box.width() / box.height();
        double radius = (box.width() + box.height()) / 4.0;
        if (ratio < 0.82 || ratio > 1.22 || radius < 24) {
            return 0;
        }
        Set<Integer> ids = new HashSet<>();
        group.forEach(r -> ids.add(r.id()));
        int in = 0;
        int rim = 0;
        int out = 0;
        int outside = 0;
        int w = regions.raster().width();
        for (int y = box.top(); y < box.bottom(); y += 2) {
            for (int x = box.left(); x < box.right(); x += 2) {
                double d = Math.hypot(x - box.centerX(), y - box.centerY()) / radius;
                boolean on = ids.contains(regions.labels()[y * w + x]);
                if (d > 0.8 && d < 0.94) {
                    rim++;
                    in += on ? 1 : 0;
                } else if (d > 1.05) {
                    outside++;
                    out += on ? 1 : 0;
                }
            }
        }
        return rim == 0 ? 0 : (double) in / rim - (outside == 0 ? 0 : 1.5 * out / outside);
    }

    private static Optional<Pie> sectors(Regions regions, List<Label> labels, List<Region> group, Region box) {
        double cx = box.centerX();
        double cy = box.centerY();
        double radius = (box.width() + box.height()) / 4.0;
        Map<Integer, Region> byId = new HashMap<>();
        group.forEach(r -> byId.put(r.id(), r));
        int w = regions.raster().width();
        int h = regions.raster().height();
        int[] owner = new int[RAYS];
        for (int a = 0; a < RAYS; a++) {
            double angle = 2 * Math.PI * a / RAYS;
            Map<Integer, Integer> votes = new HashMap<>();
            for (double depth : DEPTHS) {
                int x = (int) Math.round(cx + Math.sin(angle) * radius * depth);
                int y = (int) Math.round(cy - Math.cos(angle) * radius * depth);
                if (x >= 0 && y >= 0 && x < w && y < h) {
                    int id = regions.labels()[y * w + x];
                    if (byId.containsKey(id)) {
                        votes.merge(id, 1, Integer::sum);
                    }
                }
            }
            owner[a] = votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(-1);
        }
        filled(owner);
        // the border of two sectors is a sliver of its own colour in compressed images
        int least = regions.raster().compressed() ? RAYS / 120 : 3;
        List<Sector> sectors = new ArrayList<>();
        int start = 0;
        while (start < RAYS && owner[start] == owner[(start + RAYS - 1) % RAYS]) {
            start++;
        }
        if (start == RAYS) {
            return owner[0] < 0
                    ? Optional.empty()
                    : Optional.of(new Pie(cx, cy, radius, List.of(new Sector(byId.get(owner[0]).colour(), 1, 180))));
        }
        for (int i = 0; i < RAYS;) {
            int at = (start + i) % RAYS;
            int length = 1;
            while (i + length < RAYS && owner[(at + length) % RAYS] == owner[at]) {
                length++;
            }
            if (owner[at] >= 0 && length >= least) {
                double middle = ((at + length / 2.0) * 360 / RAYS) % 360;
                sectors.add(new Sector(byId.get(owner[at]).colour(), (double) length / RAYS, middle));
            }
            i += length;
        }
        double whole = sectors.stream().mapToDouble(Sector::share).sum();
        List<Sector> scaled = new ArrayList<>(sectors.stream().map(s -> new Sector(s.colour(), s.share() / whole, s.middle())).toList());
        scaled.sort(Comparator.comparingDouble(Sector::middle));
        return Optional.of(new Pie(cx, cy, radius, List.copyOf(scaled)));
    }

    /** Rays that hit letters or borders belong to the nearer neighbour; slivers between sectors too. */
    private static void filled(int[] owner) {
        int[] before = owner.clone();
        for (int a = 0; a < RAYS; a++) {
            for (int d = 1; before[a] < 0 && d < RAYS / 12; d++) {
                int left = before[(a - d + RAYS) % RAYS];
                int right = before[(a + d) % RAYS];
                if (left >= 0 || right >= 0) {
                    owner[a] = left >= 0 ? left : right;
                    break;
                }
            }
        }
    }
}

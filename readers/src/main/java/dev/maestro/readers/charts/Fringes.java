package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.List;

/**
 * The rims of the marks of a compressed image: as bright as the mark, but with half its colour. Gives
 * them back to their marks, whose boxes are then exact again.
 */
final class Fringes {
    /** Colour is stored for two pixels at a time, and spread over one more when it is read. */
    private static final int WIDTH = 2;
    /** What is at most so thick may be a rim. */
    private static final int THIN = 2;
    /** What is at least so thick may have one. */
    private static final int THICK = 4;
    /** How much darker or brighter than its mark a rim may be. */
    private static final int AS_BRIGHT = 26;

    private final PackedRaster raster;
    private final int[] labels;
    private final List<Region> regions;

    private Fringes(PackedRaster raster, int[] labels, List<Region> regions) {
        this.raster = raster;
        this.labels = labels;
        this.regions = regions;
    }

    /** The regions with their rims; {@code labels} are changed with them. */
    static List<Region> joined(PackedRaster raster, int[] labels, List<Region> regions) {
        Fringes fringes = new Fringes(raster, labels, regions);
        for (int round = 0; round < WIDTH; round++) {
            fringes.round();
        }
        return fringes.again();
    }

    private void round() {
        int w = raster.width();
        int h = raster.height();
        int[] before = labels.clone();
        for (int p = 0; p < before.length; p++) {
            if (!loose(before[p])) {
                continue;
            }
            int x = p % w;
            int y = p / w;
            int best = -1;
            best = better(p, best, x > 0 ? before[p - 1] : -1);
            best = better(p, best, x < w - 1 ? before[p + 1] : -1);
            best = better(p, best, y > 0 ? before[p - w] : -1);
            best = better(p, best, y < h - 1 ? before[p + w] : -1);
            labels[p] = best < 0 ? before[p] : best;
        }
    }

    private boolean loose(int id) {
        return id < 0 || Math.min(regions.get(id).width(), regions.get(id).height()) <= THIN;
    }

    private int better(int pixel, int best, int id) {
        if (id < 0 || Math.min(regions.get(id).width(), regions.get(id).height()) < THICK) {
            return best;
        }
        int c = raster.rgb()[pixel];
        int mark = regions.get(id).colour();
        boolean rim = Math.abs(PackedColours.brightness(c) - PackedColours.brightness(mark)) <= AS_BRIGHT && PackedColours.spread(mark, c);
        boolean nearer = best < 0 || PackedColours.distance(mark, c) < PackedColours.distance(regions.get(best).colour(), c);
        return rim && nearer ? id : best;
    }

    /** Boxes and counts anew; regions that are used up fall out, the others are numbered through. */
    private List<Region> again() {
        int n = regions.size();
        int[][] box = new int[n][];
        int w = raster.width();
        for (int p = 0; p < labels.length; p++) {
            int id = labels[p];
            if (id >= 0) {
                int x = p % w;
                int y = p / w;
                int[] b = box[id];
                if (b == null) {
                    b = new int[]{x, y, x, y, 0};
                    box[id] = b;
                }
                b[0] = Math.min(b[0], x);
                b[1] = Math.min(b[1], y);
                b[2] = Math.max(b[2], x);
                b[3] = Math.max(b[3], y);
                b[4]++;
            }
        }
        int[] number = new int[n];
        List<Region> out = new ArrayList<>();
        for (int id = 0; id < n; id++) {
            int[] b = box[id];
            number[id] = b == null || b[4] < Regions.LEAST_PIXELS ? -1 : out.size();
            if (number[id] >= 0 && b != null) {
                out.add(new Region(out.size(), regions.get(id).colour(), b[0], b[1], b[2] + 1, b[3] + 1, b[4]));
            }
        }
        for (int p = 0; p < labels.length; p++) {
            labels[p] = labels[p] < 0 ? -1 : number[labels[p]];
        }
        return out;
    }
}

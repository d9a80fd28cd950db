package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The image cut into connected regions of nearly one colour, and which colours are ground: the page and
 * the plot area.
 *
 * @param labels  region number of each pixel, -1 for pixels of regions too small to list
 * @param regions those of at least {@link #LEAST_PIXELS} pixels, by number
 * @param grounds colours of page and plot area, the page first
 */
record Regions(PackedRaster raster, int[] labels, List<Region> regions, List<Integer> grounds) {
    /** Smaller ones are letters, antialiased edges and noise. */
    static final int LEAST_PIXELS = 10;
    /** How far pixels of one region may differ from its first: JPEG noise stays below. */
    static final int TOLERANCE = 20;
    private static final int LEVELS = 4;
    private static final int FREE = -2;

    static Regions of(PackedRaster raster) {
        int w = raster.width();
        int h = raster.height();
        int[] rgb = raster.rgb();
        int[] labels = new int[rgb.length];
        Arrays.fill(labels, FREE);
        byte[] unevenness = unevenness(raster);
        int[] queue = new int[rgb.length];
        List<Region> regions = new ArrayList<>();
        for (int level = 0; level <= LEVELS; level++) {
            for (int start = 0; start < rgb.length; start++) {
                if (labels[start] == FREE && unevenness[start] <= level) {
                    grow(raster, labels, queue, start, regions);
                }
            }
        }
        List<Region> whole = raster.compressed() ? Fringes.joined(raster, labels, regions) : regions;
        return new Regions(raster, labels, List.copyOf(whole), grounds(raster, whole));
    }

    /** The pixels around {@code start} of its colour become a region, or are marked as scraps when they are few. */
    private static void grow(PackedRaster raster, int[] labels, int[] queue, int start, List<Region> regions) {
        int w = raster.width();
        int h = raster.height();
        int[] rgb = raster.rgb();
        int id = regions.size();
        int colour = rgb[start];
        int head = 0;
        int tail = 0;
        queue[tail++] = start;
        labels[start] = id;
        int left = w;
        int right = 0;
        int top = h;
        int bottom = 0;
        long red = 0;
        long green = 0;
        long blue = 0;
        while (head < tail) {
            int p = queue[head++];
            int x = p % w;
            int y = p / w;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            red += rgb[p] >> 16 & 255;
            green += rgb[p] >> 8 & 255;
            blue += rgb[p] & 255;
            for (int side = 0; side < 4; side++) {
                boolean inside = side == 0 ? x > 0 : side == 1 ? x < w - 1 : side == 2 ? y > 0 : y < h - 1;
                int q = side == 0 ? p - 1 : side == 1 ? p + 1 : side == 2 ? p - w : p + w;
                if (inside && labels[q] == FREE && PackedColours.distance(rgb[q], colour) <= TOLERANCE) {
                    labels[q] = id;
                    queue[tail++] = q;
                }
            }
        }
        if (tail < LEAST_PIXELS) {
            for (int i = 0; i < tail; i++) {
                labels[queue[i]] = -1;
            }
            return;
        }
        int mean = (int) (red / tail) << 16 | (int) (green / tail) << 8 | (int) (blue / tail);
        regions.add(new Region(id, mean, left, top, right + 1, bottom + 1, tail));
    }

    /**
     * How much each pixel differs from its neighbours, in {@value #LEVELS} + 1 steps: regions grow from their even middle, for
     * at their edges smoothing and compression leave colours of neither side.
     */
    private static byte[] unevenness(PackedRaster raster) {
        int w = raster.width();
        int h = raster.height();
        int[] rgb = raster.rgb();
        byte[] out = new byte[rgb.length];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int p = y * w + x;
                int most = 0;
                for (int yy = Math.max(0, y - 1); yy <= Math.min(h - 1, y + 1); yy++) {
                    for (int xx = Math.max(0, x - 1); xx <= Math.min(w - 1, x + 1); xx++) {
                        most = Math.max(most, PackedColours.distance(rgb[p], rgb[yy * w + xx]));
                    }
                }
                out[p] = (byte) (most <= 2 ? 0 : most <= 6 ? 1 : most <= 12 ? 2 : most <= TOLERANCE ? 3 : LEVELS);
            }
        }
        return out;
    }

    private static List<Integer> grounds(PackedRaster raster, List<Region> regions) {
        int page = page(raster);
        List<Integer> grounds = new ArrayList<>(List.of(page));
        // a plot area may be cut into tiles by grid lines: add up the pixels of equal colours
        List<int[]> sums = new ArrayList<>();
        for (Region r : regions) {
            int[] same = sums.stream().filter(s -> PackedColours.distance(s[0], r.colour()) <= 6).findFirst().orElse(null);
            if (same == null) {
                sums.add(new int[]{r.colour(), r.pixels()});
            } else {
                same[1] += r.pixels();
            }
        }
        for (int[] s : sums) {
            boolean pale = PackedColours.chroma(s[0]) < 26
                    && Math.abs(PackedColours.brightness(s[0]) - PackedColours.brightness(page)) < 48;
            if (pale && s[0] != page && s[1] > raster.rgb().length / 12) {
                grounds.add(s[0]);
            }
        }
        return List.copyOf(grounds);
    }

    /** The most frequent colour of the frame of the image. */
    private static int page(PackedRaster raster) {
        int[] counts = new int[1 << 12];
        int[] example = new int[1 << 12];
        int w = raster.width();
        int h = raster.height();
        int edge = Math.max(2, Math.min(w, h) / 40);
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                if (y < edge || y >= h - edge || x < edge || x >= w - edge) {
                    int c = raster.at(x, y);
                    int key = (c >> 20 & 15) << 8 | (c >> 12 & 15) << 4 | c >> 4 & 15;
                    counts[key]++;
                    example[key] = c;
                }
            }
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return example[best];
    }

    boolean isGround(int colour) {
        for (int g : grounds) {
            if (PackedColours.distance(g, colour) <= TOLERANCE) {
                return true;
            }
        }
        return false;
    }
}

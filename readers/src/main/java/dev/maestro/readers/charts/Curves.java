package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lines of one colour each, followed column by column through the plot. */
final class Curves {
    /** @param y middle of the line in each column of the image, NaN where it is not seen */
    record Curve(int colour, double[] y) {
        int firstColumn() {
            for (int x = 0; x < y.length; x++) {
                if (!Double.isNaN(y[x])) {
                    return x;
                }
            }
            return -1;
        }

        int lastColumn() {
            for (int x = y.length - 1; x >= 0; x--) {
                if (!Double.isNaN(y[x])) {
                    return x;
                }
            }
            return -1;
        }

        /** Height at a column, from its neighbourhood; between seen columns where another line covers it. */
        Optional<Double> at(double column) {
            int x = (int) Math.round(column);
            for (int reach = 1; reach <= 14; reach++) {
                double left = mean(x - reach, x);
                double right = mean(x, x + reach);
                if (!Double.isNaN(left) && !Double.isNaN(right)) {
                    double here = x >= 0 && x < y.length ? y[x] : Double.NaN;
                    return Optional.of(Double.isNaN(here) ? (left + right) / 2 : here);
                }
                if (reach >= 6 && (!Double.isNaN(left) || !Double.isNaN(right))) {
                    return Optional.of(Double.isNaN(left) ? right : left);
                }
            }
            return Optional.empty();
        }

        private double mean(int from, int to) {
            double sum = 0;
            int n = 0;
            for (int x = Math.max(0, from); x <= Math.min(y.length - 1, to); x++) {
                if (!Double.isNaN(y[x])) {
                    sum += y[x];
                    n++;
                }
            }
            return n == 0 ? Double.NaN : sum / n;
        }
    }

    private Curves() {}

    /**
     * @param spread whether compression has spread the colours of thin marks
     * @param left   bounds of the plot in pixels, right and bottom exclusive
     */
    static List<Curve> find(Regions regions, List<Label> labels, Optional<Label> legendBox, boolean spread, int left, int top, int right,
            int bottom) {
        PackedRaster raster = regions.raster();
        boolean[] hidden = new boolean[raster.rgb().length];
        for (Label l : labels) {
            hide(hidden, raster, l.left() - 1, l.top() - 1, l.right() + 1, l.bottom() + 1);
        }
        legendBox.ifPresent(l -> hide(hidden, raster, l.left(), l.top(), l.right(), l.bottom()));
        List<Curve> curves = new ArrayList<>();
        for (int colour : colours(regions, hidden, spread, left, top, right, bottom)) {
            Curve c = follow(raster, hidden, colour, spread, left, top, right, bottom);
            if (c.firstColumn() >= 0 && seen(c) > 0.25 * (right - left)) {
                curves.add(c);
            }
        }
        return curves;
    }

    private static long seen(Curve c) {
        return Arrays.stream(c.y()).filter(v -> !Double.isNaN(v)).count();
    }

    private static void hide(boolean[] hidden, PackedRaster r, double x0, double y0, double x1, double y1) {
        for (int y = (int) Math.max(0, y0); y < Math.min(r.height(), y1); y++) {
            for (int x = (int) Math.max(0, x0); x < Math.min(r.width(), x1); x++) {
                hidden[y * r.width() + x] = true;
            }
        }
    }

    /** Colours of thin marks: those that stay the same over some pixels, so that blends at edges do not count. */
    private static List<Integer> colours(Regions regions, boolean[] hidden, boolean spread, int left, int top, int right, int bottom) {
        PackedRaster raster = regions.raster();
        int w = raster.width();
        int[] counts = new int[1 << 15];
        long[] sums = new long[(1 << 15) * 3];
        int leastChroma = spread ? 30 : 42;
        int even = spread ? 30 : 16;
        int drop = spread ? 4 : 3;
        for (int y = Math.max(1, top); y < Math.min(bottom, raster.height() - 1); y++) {
            for (int x = Math.max(1, left); x < Math.min(right, w - 1); x++) {
                int c = raster.at(x, y);
                if (hidden[y * w + x] || PackedColours.chroma(c) < leastChroma || regions.isGround(c)) {
                    continue;
                }
                boolean core = PackedColours.distance(c, raster.at(x - 1, y)) < even
                        || PackedColours.distance(c, raster.at(x + 1, y)) < even
                        || PackedColours.distance(c, raster.at(x, y - 1)) < even;
                if (core) {
                    int key = (c >> 16 & 255) >> drop << 10 | (c >> 8 & 255) >> drop << 5 | (c & 255) >> drop;
                    counts[key]++;
                    sums[3 * key] += c >> 16 & 255;
                    sums[3 * key + 1] += c >> 8 & 255;
                    sums[3 * key + 2] += c & 255;
                }
            }
        }
        List<int[]> peaks = new ArrayList<>();
        Integer[] order = java.util.stream.IntStream.range(0, counts.length).filter(i -> counts[i] > 8).boxed()
                .sorted((a, b) -> counts[b] - counts[a]).toArray(Integer[]::new);
        for (int key : order) {
            int n = counts[key];
            int c = (int) (sums[3 * key] / n) << 16 | (int) (sums[3 * key + 1] / n) << 8 | (int) (sums[3 * key + 2] / n);
            int[] same = null;
            for (int[] p : peaks) {
                if (PackedColours.distance(p[0], c) < 44 || blend(p[0], regions.grounds(), c)
                        || spread && (PackedColours.spread(p[0], c) || PackedColours.spread(c, p[0]))) {
                    same = p;
                    break;
                }
            }
            if (same == null) {
                peaks.add(new int[]{c, n});
            } else {
                same[1] += n;
            }
        }
        if (spread) {
            // the pale rim of a line may be seen more often than the line itself
            List<int[]> all = List.copyOf(peaks);
            peaks.removeIf(p -> all.stream().anyMatch(q -> PackedColours.chroma(q[0]) > 1.3 * PackedColours.chroma(p[0]) && 3 * q[1] > p[1]
                    && blend(q[0], regions.grounds(), p[0])));
        }
        int enough = Math.max(30, (right - left) / 5);
        return peaks.stream().filter(p -> p[1] >= enough).limit(12).map(p -> p[0]).toList();
    }

    /** Whether {@code c} lies between a line's colour and a ground, as antialiased edges do. */
    private static boolean blend(int line, List<Integer> grounds, int c) {
        for (int g : grounds) {
            double[] d = new double[3];
            double[] e = new double[3];
            for (int i = 0; i < 3; i++) {
                int shift = 16 - 8 * i;
                d[i] = (line >> shift & 255) - (g >> shift & 255);
                e[i] = (c >> shift & 255) - (g >> shift & 255);
            }
            double dd = d[0] * d[0] + d[1] * d[1] + d[2] * d[2];
            double t = (d[0] * e[0] + d[1] * e[1] + d[2] * e[2]) / Math.max(1, dd);
            double off = 0;
            for (int i = 0; i < 3; i++) {
                off = Math.max(off, Math.abs(e[i] - t * d[i]));
            }
            if (t > 0.1 && t < 1.1 && off < 24) {
                return true;
            }
        }
        return false;
    }

    private static Curve follow(PackedRaster raster, boolean[] hidden, int colour, boolean spread, int left, int top, int right,
            int bottom) {
        double[] ys = new double[raster.width()];
        Arrays.fill(ys, Double.NaN);
        double last = Double.NaN;
        for (int x = left; x < right; x++) {
            double best = Double.NaN;
            double bestCost = Double.POSITIVE_INFINITY;
            int run = 0;
            for (int y = top; y <= bottom; y++) {
                boolean on = y < bottom && !hidden[y * raster.width() + x]
                        && (PackedColours.distance(raster.at(x, y), colour) < 40
                                || spread && PackedColours.spread(colour, raster.at(x, y)));
                if (on) {
                    run++;
                } else if (run > 0) {
                    double middle = y - 1 - (run - 1) / 2.0;
                    double cost = Double.isNaN(last) ? -run : Math.max(0, Math.abs(middle - last) - run / 2.0) - 0.3 * run;
                    if (cost < bestCost) {
                        bestCost = cost;
                        best = middle;
                    }
                    run = 0;
                }
            }
            ys[x] = best;
            last = Double.isNaN(best) ? last : best;
        }
        return new Curve(colour, ys);
    }
}

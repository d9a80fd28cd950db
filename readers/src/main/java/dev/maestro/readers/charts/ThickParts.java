package dev.maestro.readers.charts;

import java.util.ArrayList;
import java.util.List;

/**
 * A region without its thin parts: a gray bar runs on into gray grid lines, a black one into the axis, and
 * several bars may hang together by them.
 */
final class ThickParts {
    /** What is less thick is a line. */
    private static final int LEAST = 4;

    private ThickParts() {}

    /** The rectangles about what is left, each as a region of its own with the number of the whole. */
    static List<Region> of(Regions regions, Region r) {
        boolean[] thick = opened(regions, r);
        int w = r.width();
        int[] stack = new int[thick.length];
        List<Region> out = new ArrayList<>();
        for (int start = 0; start < thick.length; start++) {
            if (!thick[start]) {
                continue;
            }
            int n = 0;
            stack[n++] = start;
            thick[start] = false;
            int left = w;
            int top = r.height();
            int right = 0;
            int bottom = 0;
            int pixels = 0;
            while (n > 0) {
                int p = stack[--n];
                int x = p % w;
                int y = p / w;
                left = Math.min(left, x);
                right = Math.max(right, x + 1);
                top = Math.min(top, y);
                bottom = Math.max(bottom, y + 1);
                pixels++;
                for (int side = 0; side < 4; side++) {
                    boolean inside = side == 0 ? x > 0 : side == 1 ? x < w - 1 : side == 2 ? y > 0 : y < r.height() - 1;
                    int q = side == 0 ? p - 1 : side == 1 ? p + 1 : side == 2 ? p - w : p + w;
                    if (inside && thick[q]) {
                        thick[q] = false;
                        stack[n++] = q;
                    }
                }
            }
            out.add(new Region(r.id(), r.colour(), r.left() + left, r.top() + top, r.left() + right, r.top() + bottom, pixels));
        }
        return out;
    }

    /** The pixels, within the region's box, that lie in some full square of {@link #LEAST} pixels a side. */
    private static boolean[] opened(Regions regions, Region r) {
        int w = r.width();
        int h = r.height();
        int across = regions.raster().width();
        int[] sums = new int[(w + 1) * (h + 1)];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int on = regions.labels()[(r.top() + y) * across + r.left() + x] == r.id() ? 1 : 0;
                sums[(y + 1) * (w + 1) + x + 1] = on + sums[y * (w + 1) + x + 1] + sums[(y + 1) * (w + 1) + x] - sums[y * (w + 1) + x];
            }
        }
        boolean[] thick = new boolean[w * h];
        for (int y = 0; y + LEAST <= h; y++) {
            for (int x = 0; x + LEAST <= w; x++) {
                int full = sums[(y + LEAST) * (w + 1) + x + LEAST] - sums[y * (w + 1) + x + LEAST] - sums[(y + LEAST) * (w + 1) + x]
                        + sums[y * (w + 1) + x];
                if (full == LEAST * LEAST) {
                    for (int yy = y; yy < y + LEAST; yy++) {
                        java.util.Arrays.fill(thick, yy * w + x, yy * w + x + LEAST, true);
                    }
                }
            }
        }
        return thick;
    }
}

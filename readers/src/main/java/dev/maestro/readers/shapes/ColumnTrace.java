package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Curves that have one height in each column: their crossings are changes of sign of the difference of heights. */
final class ColumnTrace {
    private ColumnTrace() {}

    /** @return empty when one of the two is no such curve */
    static Optional<List<double[]>> crossings(Mask first, Mask second) {
        double[] a = heights(first);
        double[] b = heights(second);
        if (a.length == 0 || b.length == 0) {
            return Optional.empty();
        }
        List<double[]> found = new ArrayList<>();
        int sign = 0;
        for (int x = 0; x < a.length; x++) {
            double d = a[x] - b[x];
            if (Double.isNaN(d) || Math.abs(d) < 0.7) {
                continue;
            }
            int now = d > 0 ? 1 : -1;
            if (sign != 0 && now != sign) {
                found.add(new double[]{x, a[x]});
            }
            sign = now;
        }
        return Optional.of(found);
    }

    /** Middle height per column, gaps filled linearly, NaN outside; empty when many columns have several. */
    private static double[] heights(Mask mask) {
        double[] heights = new double[mask.width];
        Arrays.fill(heights, Double.NaN);
        int several = 0;
        int columns = 0;
        for (int x = 0; x < mask.width; x++) {
            int runs = 0;
            double sum = 0;
            int n = 0;
            int last = -10;
            for (int y = 0; y < mask.height; y++) {
                if (mask.at(x, y)) {
                    runs += y - last > 6 ? 1 : 0;
                    last = y;
                    sum += y;
                    n++;
                }
            }
            if (n > 0) {
                columns++;
                several += runs > 1 ? 1 : 0;
                heights[x] = runs > 1 ? Double.NaN : sum / n;
            }
        }
        if (columns < mask.width / 8 || several > columns / 5) {
            return new double[0];
        }
        int last = -1;
        for (int x = 0; x < heights.length; x++) {
            if (!Double.isNaN(heights[x])) {
                for (int g = last + 1; last >= 0 && g < x; g++) {
                    heights[g] = heights[last] + (heights[x] - heights[last]) * (g - last) / (x - last);
                }
                last = x;
            }
        }
        return heights;
    }
}

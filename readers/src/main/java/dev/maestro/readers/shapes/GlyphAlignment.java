package dev.maestro.readers.shapes;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.util.Arrays;
import java.util.List;

/**
 * Tells which character of a word stands at a place, when letters may touch: each piece of ink gets one or
 * more characters in order, so that the widths of a common face fit the widths of the pieces best.
 */
final class GlyphAlignment {
    /** Most letters that ink joins into one piece. */
    private static final int JOINED = 5;

    private GlyphAlignment() {}

    /** Index of the character whose middle is nearest to {@code x}. */
    static int at(int[] characters, List<PixelBox> glyphs, double x) {
        double[] centres = characters.length == glyphs.size()
                ? glyphs.stream().mapToDouble(PixelBox::centreX).toArray()
                : centres(characters, glyphs);
        int best = 0;
        for (int i = 1; i < centres.length; i++) {
            best = Math.abs(centres[i] - x) < Math.abs(centres[best] - x) ? i : best;
        }
        return best;
    }

    private static double[] centres(int[] characters, List<PixelBox> glyphs) {
        double[] widths = Arrays.stream(characters).mapToDouble(c -> Lettering.of(FontFace.SANS).width(Character.toString(c), 100))
                .toArray();
        double left = glyphs.getFirst().left();
        double right = glyphs.getLast().right();
        double scale = (right - left) / Math.max(1, Arrays.stream(widths).sum());
        int n = characters.length;
        int m = glyphs.size();
        double[][] cost = new double[m + 1][n + 1];
        int[][] from = new int[m + 1][n + 1];
        for (double[] row : cost) {
            Arrays.fill(row, Double.MAX_VALUE);
        }
        cost[0][0] = 0;
        for (int g = 1; g <= m; g++) {
            for (int i = 1; i <= n; i++) {
                double width = 0;
                for (int k = 1; k <= Math.min(JOINED, i); k++) {
                    width += widths[i - k] * scale;
                    double before = cost[g - 1][i - k];
                    // advances hold a little space besides the ink
                    double off = Math.abs(width * 0.94 - glyphs.get(g - 1).width());
                    if (before < Double.MAX_VALUE && before + off < cost[g][i]) {
                        cost[g][i] = before + off;
                        from[g][i] = i - k;
                    }
                }
            }
        }
        double[] centres = new double[n];
        if (cost[m][n] == Double.MAX_VALUE) {
            spread(centres, widths, 0, n, left, right);
            return centres;
        }
        int end = n;
        for (int g = m; g > 0; g--) {
            int start = from[g][end];
            spread(centres, widths, start, end, glyphs.get(g - 1).left(), glyphs.get(g - 1).right());
            end = start;
        }
        return centres;
    }

    private static void spread(double[] centres, double[] widths, int from, int to, double left, double right) {
        double total = 0;
        for (int i = from; i < to; i++) {
            total += widths[i];
        }
        double pen = left;
        for (int i = from; i < to; i++) {
            double width = widths[i] / Math.max(1e-9, total) * (right - left);
            centres[i] = pen + width / 2;
            pen += width;
        }
    }
}

package dev.maestro.images;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Scales an image down so that every pixel of the original counts by the area it covers; thin lines survive. It works
 * along the rows first, then along the columns, and rounds once, at the end. Stateless.
 */
final class AreaScaling {
    private AreaScaling() {}

    /** For one side: which originals each new pixel covers, and how much of it each of them is (adding up to 1). */
    private record Side(int[] first, float[][] shares) {
        static Side of(int from, int to) {
            int[] first = new int[to];
            float[][] shares = new float[to][];
            double step = (double) from / to;
            for (int i = 0; i < to; i++) {
                double begin = i * step;
                double end = Math.min(from, begin + step);
                first[i] = (int) Math.min(from - 1, Math.floor(begin + 1e-9));
                int last = (int) Math.max(first[i], Math.ceil(end - 1e-9) - 1);
                shares[i] = new float[last - first[i] + 1];
                for (int at = first[i]; at <= last; at++) {
                    shares[i][at - first[i]] = (float) ((Math.min(end, at + 1.0) - Math.max(begin, at)) / (end - begin));
                }
            }
            return new Side(first, shares);
        }
    }

    /**
     * @param image  {@code TYPE_INT_RGB}, not a part of another image
     * @param width  of the result, at most the image's
     * @param height of the result, at most the image's
     * @return {@code TYPE_INT_RGB}
     */
    static BufferedImage to(BufferedImage image, int width, int height) {
        Side columns = Side.of(image.getWidth(), width);
        Side rows = Side.of(image.getHeight(), height);
        int[] in = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        int[] out = ((DataBufferInt) scaled.getRaster().getDataBuffer()).getData();
        float[] row = new float[3 * width];
        float[] sum = new float[3 * width];
        int held = -1;
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sum, 0);
            float[] shares = rows.shares()[y];
            for (int k = 0; k < shares.length; k++) {
                int from = rows.first()[y] + k;
                if (from != held) { // a row that two new ones share is summed once
                    across(in, from * image.getWidth(), columns, row);
                    held = from;
                }
                float share = shares[k];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += share * row[i];
                }
            }
            for (int x = 0; x < width; x++) {
                out[y * width + x] = round(sum[3 * x]) << 16 | round(sum[3 * x + 1]) << 8 | round(sum[3 * x + 2]);
            }
        }
        return scaled;
    }

    private static void across(int[] in, int offset, Side columns, float[] row) {
        for (int x = 0; x < columns.first().length; x++) {
            float red = 0;
            float green = 0;
            float blue = 0;
            float[] shares = columns.shares()[x];
            int at = offset + columns.first()[x];
            for (float share : shares) {
                int pixel = in[at++];
                red += share * (pixel >> 16 & 0xFF);
                green += share * (pixel >> 8 & 0xFF);
                blue += share * (pixel & 0xFF);
            }
            row[3 * x] = red;
            row[3 * x + 1] = green;
            row[3 * x + 2] = blue;
        }
    }

    private static int round(float value) {
        return Math.clamp(Math.round(value), 0, 255);
    }
}

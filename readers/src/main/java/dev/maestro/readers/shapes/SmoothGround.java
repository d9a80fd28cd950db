package dev.maestro.readers.shapes;

import java.util.Arrays;

/**
 * The ground of a photograph: the Lab colour of the pixels that are commonest near each place, changing
 * smoothly over the image. Found on a coarse net of cells: in each, the commonest colour of the wider
 * surroundings, then smoothed.
 */
final class SmoothGround {
    private static final int CELLS = 12;

    private final LabRaster raster;
    private final double[][] net;

    private SmoothGround(LabRaster raster, double[][] net) {
        this.raster = raster;
        this.net = net;
    }

    static SmoothGround of(LabRaster raster) {
        int[] border = borderAndAll(raster);
        double[] start = mode(raster, border, new double[]{-1, 0, 0}, 1e9);
        double[][] net = new double[CELLS * CELLS][];
        double reach = 0.2 * Math.max(raster.width, raster.height);
        for (int k = 0; k < net.length; k++) {
            int cx = (int) ((k % CELLS + 0.5) * raster.width / CELLS);
            int cy = (int) ((k / CELLS + 0.5) * raster.height / CELLS);
            // the local commonest colour not too far from the overall one: light changes slowly
            net[k] = mode(raster, window(raster, cx, cy, reach), start, 32);
        }
        for (int round = 0; round < 3; round++) {
            net = smoothed(net);
        }
        return new SmoothGround(raster, net);
    }

    double difference(int i) {
        double gx = Math.clamp((i % raster.width) / (double) raster.width * CELLS - 0.5, 0, CELLS - 1.001);
        double gy = Math.clamp((i / raster.width) / (double) raster.height * CELLS - 0.5, 0, CELLS - 1.001);
        int x = (int) gx;
        int y = (int) gy;
        double fx = gx - x;
        double fy = gy - y;
        double[] c = new double[3];
        for (int k = 0; k < 3; k++) {
            c[k] = (1 - fy) * ((1 - fx) * net[y * CELLS + x][k] + fx * net[y * CELLS + x + 1][k])
                    + fy * ((1 - fx) * net[(y + 1) * CELLS + x][k] + fx * net[(y + 1) * CELLS + x + 1][k]);
        }
        return raster.distance(i, c[0], c[1], c[2]);
    }

    private static int[] borderAndAll(LabRaster raster) {
        int step = Math.max(1, raster.pixels() / 20_000);
        int n = raster.pixels() / step;
        int[] some = new int[n + 4 * (raster.width + raster.height)];
        for (int k = 0; k < n; k++) {
            some[k] = k * step;
        }
        int at = n;
        for (int x = 0; x < raster.width; x++) {
            some[at++] = x;
            some[at++] = (raster.height - 1) * raster.width + x;
        }
        for (int y = 0; y < raster.height; y++) {
            some[at++] = y * raster.width;
            some[at++] = y * raster.width + raster.width - 1;
        }
        return Arrays.copyOf(some, at);
    }

    private static int[] window(LabRaster raster, int cx, int cy, double reach) {
        int[] some = new int[900];
        int n = 0;
        for (int gy = 0; gy < 30; gy++) {
            for (int gx = 0; gx < 30; gx++) {
                int x = (int) (cx + (gx - 14.5) / 15 * reach);
                int y = (int) (cy + (gy - 14.5) / 15 * reach);
                if (x >= 0 && y >= 0 && x < raster.width && y < raster.height) {
                    some[n++] = y * raster.width + x;
                }
            }
        }
        return Arrays.copyOf(some, n);
    }

    /** Commonest Lab of some pixels (a histogram with overlapping bins, then a mean around its peak), within a distance of another colour. */
    private static double[] mode(LabRaster raster, int[] pixels, double[] near, double within) {
        int[] histogram = new int[20 * 20 * 20];
        for (int i : pixels) {
            if (near[0] < 0 || raster.distance(i, near[0], near[1], near[2]) <= within) {
                histogram[(raster.l(i) / 13 * 20 + raster.a(i) / 13) * 20 + raster.b(i) / 13]++;
            }
        }
        int best = 0;
        for (int k = 0; k < histogram.length; k++) {
            best = histogram[k] > histogram[best] ? k : best;
        }
        if (histogram[best] == 0) {
            return near;
        }
        double[] c = {best / 400 * 13 + 6.5, best / 20 % 20 * 13 + 6.5, best % 20 * 13 + 6.5};
        for (int round = 0; round < 4; round++) {
            double[] sum = new double[4];
            for (int i : pixels) {
                if (raster.distance(i, c[0], c[1], c[2]) < 9) {
                    sum[0] += raster.l(i);
                    sum[1] += raster.a(i);
                    sum[2] += raster.b(i);
                    sum[3]++;
                }
            }
            if (sum[3] == 0) {
                return c;
            }
            c = new double[]{sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]};
        }
        return c;
    }

    private static double[][] smoothed(double[][] net) {
        double[][] smooth = new double[net.length][];
        for (int k = 0; k < net.length; k++) {
            double[] sum = new double[3];
            int n = 0;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    int x = k % CELLS + dx;
                    int y = k / CELLS + dy;
                    if (x >= 0 && y >= 0 && x < CELLS && y < CELLS) {
                        for (int c = 0; c < 3; c++) {
                            sum[c] += net[y * CELLS + x][c];
                        }
                        n++;
                    }
                }
            }
            smooth[k] = new double[]{sum[0] / n, sum[1] / n, sum[2] / n};
        }
        return smooth;
    }
}

package dev.maestro.readers.shapes;

/**
 * The image cut into regions whose neighbouring pixels (4 neighbours) differ little: flat fills and smooth
 * gradients each become one region, anti-aliased edges crumbs.
 */
final class SmoothRegions {
    private final LabRaster raster;
    private final int[] parent;
    private final int[] area;

    private SmoothRegions(LabRaster raster, int[] parent) {
        this.raster = raster;
        this.parent = parent;
        this.area = new int[parent.length];
        for (int i = 0; i < parent.length; i++) {
            area[find(parent, i)]++;
        }
    }

    /** @param step largest difference of neighbours within a region, in units of {@link LabRaster#distance} */
    static SmoothRegions of(LabRaster raster, double step) {
        int[] parent = new int[raster.pixels()];
        for (int i = 0; i < parent.length; i++) {
            parent[i] = i;
        }
        int w = raster.width;
        for (int i = 0; i < parent.length; i++) {
            if ((i + 1) % w != 0 && near(raster, i, i + 1, step)) {
                union(parent, i, i + 1);
            }
            if (i + w < parent.length && near(raster, i, i + w, step)) {
                union(parent, i, i + w);
            }
        }
        return new SmoothRegions(raster, parent);
    }

    private static boolean near(LabRaster raster, int i, int j, double step) {
        return raster.lab[3 * i] == raster.lab[3 * j] && raster.lab[3 * i + 1] == raster.lab[3 * j + 1]
                && raster.lab[3 * i + 2] == raster.lab[3 * j + 2] || raster.distance(i, j) <= step;
    }

    int label(int i) {
        return find(parent, i);
    }

    int area(int label) {
        return area[label];
    }

    /** The region that is most likely the ground: large, and along the image's border. */
    int ground() {
        int w = raster.width;
        int h = raster.height;
        int[] border = new int[parent.length];
        for (int x = 0; x < w; x++) {
            border[label(x)]++;
            border[label((h - 1) * w + x)]++;
        }
        for (int y = 1; y < h - 1; y++) {
            border[label(y * w)]++;
            border[label(y * w + w - 1)]++;
        }
        int[] histogram = new int[1 << 12];
        for (int i = 0; i < parent.length; i++) {
            histogram[bin(i)]++;
        }
        int best = label(0);
        double most = -1;
        for (int i = 0; i < parent.length; i++) {
            if (parent[i] == i && area[i] > 3) {
                // rulings can cut the ground into cells: all pixels of its colour speak for it
                double share = Math.max(area[i], histogram[bin(i)]) / (double) parent.length;
                double score = share + 0.42 * border[i] / (2.0 * (w + h)) + 0.01 * area[i] / parent.length;
                if (score > most) {
                    most = score;
                    best = i;
                }
            }
        }
        return best;
    }

    private int bin(int i) {
        return raster.l(i) >> 4 << 8 | raster.a(i) >> 4 << 4 | raster.b(i) >> 4;
    }

    /** Mean Lab of a region. */
    double[] mean(int label) {
        double[] sum = new double[3];
        int n = 0;
        for (int i = 0; i < parent.length; i++) {
            if (label(i) == label) {
                sum[0] += raster.l(i);
                sum[1] += raster.a(i);
                sum[2] += raster.b(i);
                n++;
            }
        }
        return new double[]{sum[0] / n, sum[1] / n, sum[2] / n};
    }

    private static int find(int[] parent, int i) {
        int root = i;
        while (parent[root] != root) {
            root = parent[root];
        }
        while (parent[i] != root) {
            int next = parent[i];
            parent[i] = root;
            i = next;
        }
        return root;
    }

    private static void union(int[] parent, int i, int j) {
        int a = find(parent, i);
        int b = find(parent, j);
        if (a < b) {
            parent[b] = a;
        } else if (b < a) {
            parent[a] = b;
        }
    }
}

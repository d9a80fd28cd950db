package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The ink of a line drawing divided by colour. A pixel of an anti-aliased line is a mixture of ground and ink,
 * so what counts is the direction in RGB (where renderers mix) in which it differs from the ground.
 */
final class InkColours {
    /** Least cosine between a pixel's difference and its colour's. */
    private static final double SAME = 0.972;
    /** The same for two pixels whose own colours have different names: dark brown is close to black. */
    private static final double SAME_ACROSS_NAMES = 0.99;

    /**
     * @param colour its name
     * @param mask   its pixels
     */
    record Layer(ColourName colour, Mask mask) {}

    private InkColours() {}

    /** The colours that have at least {@code minShare} of the ink, most ink first. */
    static List<Layer> layers(Segmentation segmentation, double minShare) {
        LabRaster raster = segmentation.raster();
        int[] ink = indices(segmentation.ink());
        double[] even = segmentation.backdrop().even() ? segmentation.backdrop().rgbAt(0) : new double[0];
        double[][] vectors = new double[ink.length][];
        Integer[] order = new Integer[ink.length];
        for (int k = 0; k < ink.length; k++) {
            double[] ground = even.length > 0 ? even : segmentation.backdrop().rgbAt(ink[k]);
            vectors[k] = new double[]{raster.red(ink[k]) - ground[0], raster.green(ink[k]) - ground[1], raster.blue(ink[k]) - ground[2]};
            order[k] = k;
        }
        Arrays.sort(order, Comparator.comparingDouble((Integer k) -> -length(vectors[k])));
        List<double[]> directions = directions(raster, ink, vectors, order);
        int[] owner = new int[ink.length];
        int[] count = new int[directions.size()];
        for (int k = 0; k < ink.length; k++) {
            owner[k] = nearest(directions, vectors[k]);
            count[owner[k]]++;
        }
        List<Layer> layers = new ArrayList<>();
        for (int d = 0; d < directions.size(); d++) {
            if (count[d] < Math.max(12, minShare * ink.length)) {
                continue;
            }
            Mask mask = new Mask(raster.width, raster.height);
            int[] own = new int[count[d]];
            int n = 0;
            for (int k = 0; k < ink.length; k++) {
                if (owner[k] == d) {
                    mask.set(ink[k]);
                    own[n++] = ink[k];
                }
            }
            layers.add(new Layer(Palette.ofStroke(raster, segmentation.backdrop(), own), mask));
        }
        layers.sort(Comparator.comparingInt((Layer l) -> -l.mask().count()));
        return layers;
    }

    /** The layer of a named colour: the exact name first, then what people also call so. */
    static Optional<Layer> named(List<Layer> layers, ColourName colour) {
        return layers.stream().filter(l -> l.colour() == colour).findFirst()
                .or(() -> layers.stream().filter(l -> l.colour().mayBeCalled(colour)).findFirst());
    }

    private static List<double[]> directions(LabRaster raster, int[] ink, double[][] vectors, Integer[] order) {
        List<double[]> directions = new ArrayList<>();
        List<Integer> weight = new ArrayList<>();
        List<ColourName> names = new ArrayList<>();
        // the strongest pixels are least mixed: they found the colours
        for (int rank = 0; rank < order.length * 0.97 && directions.size() < 24; rank++) {
            double[] v = vectors[order[rank]];
            if (length(v) < 30) {
                break;
            }
            int near = nearest(directions, v);
            ColourName name = ColourName.of(raster.red(ink[order[rank]]), raster.green(ink[order[rank]]), raster.blue(ink[order[rank]]));
            if (near < 0 || cosine(directions.get(near), v) < (names.get(near) == name ? SAME : SAME_ACROSS_NAMES)) {
                directions.add(v);
                names.add(name);
                weight.add(1);
            } else {
                weight.set(near, weight.get(near) + 1);
            }
        }
        List<double[]> kept = new ArrayList<>();
        int all = Math.max(1, weight.stream().mapToInt(Integer::intValue).sum());
        for (int d = 0; d < directions.size(); d++) {
            if (weight.get(d) > 0.012 * all) {
                kept.add(directions.get(d));
            }
        }
        return kept.isEmpty() ? List.of(new double[]{-1, 0, 0}) : kept;
    }

    private static int nearest(List<double[]> directions, double[] v) {
        int best = -1;
        double most = -2;
        for (int d = 0; d < directions.size(); d++) {
            double c = cosine(directions.get(d), v);
            if (c > most) {
                most = c;
                best = d;
            }
        }
        return best;
    }

    private static double cosine(double[] a, double[] b) {
        return (a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) / Math.max(1e-9, length(a) * length(b));
    }

    private static double length(double[] v) {
        return Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
    }

    private static int[] indices(Mask mask) {
        int[] indices = new int[mask.count()];
        int n = 0;
        for (int i = 0; i < mask.on.length; i++) {
            if (mask.on[i] != 0) {
                indices[n++] = i;
            }
        }
        return indices;
    }
}

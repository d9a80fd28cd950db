package dev.maestro.readers.shapes;

import java.util.Arrays;

/** The colour of a set of pixels: the median of each channel over its innermost ones, named. */
final class Palette {
    private Palette() {}

    static ColourName of(LabRaster raster, Mask.Piece piece) {
        float[] depth = piece.own().depth();
        float deepest = Mask.deepest(depth);
        // the outer pixels are mixed with what is around
        float limit = deepest > 3 ? 2.5f : deepest * 0.8f;
        int[] indices = new int[piece.area()];
        int n = 0;
        Mask own = piece.own();
        for (int i = 0; i < own.on.length; i++) {
            if (own.on[i] != 0 && depth[i] >= limit && n < indices.length) {
                indices[n++] = (i / own.width - 1 + piece.box().top()) * raster.width + i % own.width - 1 + piece.box().left();
            }
        }
        return n == 0 ? ColourName.GRAY : of(raster, Arrays.copyOf(indices, n));
    }

    static ColourName of(LabRaster raster, int[] pixels) {
        return ColourName.of(median(pixels, raster::red), median(pixels, raster::green), median(pixels, raster::blue));
    }

    static int median(int[] pixels, java.util.function.IntUnaryOperator channel) {
        return Arrays.stream(pixels).map(channel).sorted().skip(pixels.length / 2).findFirst().orElse(0);
    }

    /**
     * The colour of thin strokes: only their most contrasting pixels count, for anti-aliasing makes the
     * others paler. Pale by nature (a line of half a pixel) keeps its hue.
     */
    static ColourName ofStroke(LabRaster raster, Backdrop backdrop, int[] pixels) {
        double[] contrast = Arrays.stream(pixels).mapToDouble(backdrop::difference).toArray();
        double[] sorted = contrast.clone();
        Arrays.sort(sorted);
        double limit = sorted.length == 0 ? 0 : sorted[(int) (sorted.length * 0.7)];
        int[] strong = new int[pixels.length];
        int n = 0;
        for (int i = 0; i < pixels.length; i++) {
            if (contrast[i] >= limit) {
                strong[n++] = pixels[i];
            }
        }
        return n == 0 ? ColourName.GRAY : of(raster, Arrays.copyOf(strong, n));
    }
}

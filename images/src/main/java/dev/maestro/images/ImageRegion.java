package dev.maestro.images;

import java.util.Optional;

/**
 * A region of an image in whole pixels, origin top left: columns {@code x1} to {@code x2} and rows
 * {@code y1} to {@code y2}, the second ones exclusive.
 */
public record ImageRegion(int x1, int y1, int x2, int y2) {
    public ImageRegion {
        if (x1 < 0 || y1 < 0 || x2 <= x1 || y2 <= y1) {
            throw new IllegalArgumentException(
                    "not a box: [" + x1 + ", " + y1 + ", " + x2 + ", " + y2 + "]; needs 0 <= x1 < x2 and 0 <= y1 < y2");
        }
    }

    public int width() {
        return x2 - x1;
    }

    public int height() {
        return y2 - y1;
    }

    /**
     * What a model meant by four numbers: corners in any order, partly outside, a point. Ordered, padded,
     * grown around its centre to the minimum side and clamped.
     *
     * @param corners x1, y1, x2, y2 in pixels of the image; anything a model may say
     * @param width   of the image
     * @param height  of the image
     * @param padding added on each side, as a part of the box's own side, e.g. 0.1
     * @param minSide smallest side of the result in pixels, as far as the image has that many
     * @return empty when there are not four finite numbers or the box lies outside the image
     */
    public static Optional<ImageRegion> meant(double[] corners, int width, int height, double padding, int minSide) {
        if (corners.length != 4) {
            return Optional.empty();
        }
        for (double corner : corners) {
            if (!Double.isFinite(corner)) {
                return Optional.empty();
            }
        }
        double left = Math.min(corners[0], corners[2]);
        double right = Math.max(corners[0], corners[2]);
        double top = Math.min(corners[1], corners[3]);
        double bottom = Math.max(corners[1], corners[3]);
        if (right < 0 || bottom < 0 || left > width || top > height) {
            return Optional.empty();
        }
        // clamped before padding, else a box far outside would be padded without measure
        int[] x = side(Math.max(0, left), Math.min(width, right), width, padding, minSide);
        int[] y = side(Math.max(0, top), Math.min(height, bottom), height, padding, minSide);
        return Optional.of(new ImageRegion(x[0], y[0], x[1], y[1]));
    }

    private static int[] side(double from, double to, int size, double padding, int minSide) {
        double pad = (to - from) * padding;
        double start = from - pad;
        double end = to + pad;
        double least = Math.clamp(minSide, 1, size);
        if (end - start < least) {
            double centre = (start + end) / 2;
            start = centre - least / 2;
            end = centre + least / 2;
        }
        if (start < 0) {
            end = Math.max(end, Math.min(size, least));
            start = 0;
        }
        if (end > size) {
            start = Math.min(start, Math.max(0, size - least));
            end = size;
        }
        int first = (int) Math.floor(start + 1e-9);
        int last = Math.min(size, (int) Math.ceil(end - 1e-9));
        return new int[]{Math.min(first, size - 1), Math.max(last, Math.min(first, size - 1) + 1)};
    }
}

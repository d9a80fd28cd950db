package dev.maestro.readers.charts;

import org.opencv.core.Mat;

/** Pixels as packed RGB, row by row. Immutable by agreement. */
record PackedRaster(int[] rgb, int width, int height) {
    static PackedRaster of(Mat bgr) {
        int w = bgr.cols();
        int h = bgr.rows();
        byte[] bytes = new byte[w * h * 3];
        bgr.get(0, 0, bytes);
        int[] rgb = new int[w * h];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (bytes[3 * i + 2] & 255) << 16 | (bytes[3 * i + 1] & 255) << 8 | bytes[3 * i] & 255;
        }
        return new PackedRaster(rgb, w, h);
    }

    int at(int x, int y) {
        return rgb[y * width + x];
    }

    /**
     * Whether the image went through lossy compression, which stores colour at half the resolution: many
     * neighbours differ a little, where drawn charts are even but for their edges. In clean charts, scaled
     * ones too, one to three in a hundred do; at JPEG qualities of 75 to 95 seven to ten.
     */
    boolean compressed() {
        int little = 0;
        for (int y = 0; y + 1 < height; y++) {
            for (int x = 0; x + 1 < width; x++) {
                int most = Math.max(PackedColours.distance(at(x, y), at(x + 1, y)), PackedColours.distance(at(x, y), at(x, y + 1)));
                little += most > 0 && most <= 12 ? 1 : 0;
            }
        }
        return little > 0.045 * rgb.length;
    }
}

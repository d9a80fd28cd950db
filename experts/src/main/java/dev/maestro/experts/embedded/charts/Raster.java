package dev.maestro.experts.embedded.charts;

import org.opencv.core.Mat;

/** Pixels as packed RGB, row by row. Immutable by agreement. */
record Raster(int[] rgb, int width, int height) {
    static Raster of(Mat bgr) {
        int w = bgr.cols();
        int h = bgr.rows();
        byte[] bytes = new byte[w * h * 3];
        bgr.get(0, 0, bytes);
        int[] rgb = new int[w * h];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (bytes[3 * i + 2] & 255) << 16 | (bytes[3 * i + 1] & 255) << 8 | bytes[3 * i] & 255;
        }
        return new Raster(rgb, w, h);
    }

    int at(int x, int y) {
        return rgb[y * width + x];
    }
}

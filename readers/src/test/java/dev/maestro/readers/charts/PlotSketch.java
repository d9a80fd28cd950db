package dev.maestro.readers.charts;

import java.util.Arrays;
import java.util.List;

/** A small plot painted pixel by pixel, for tests of what is found in it. Colours are packed RGB. */
final class PlotSketch {
    static final int WHITE = 0xffffff;
    static final int BLACK = 0x000000;
    static final int BLUE = 0x1f77b4;
    static final int ORANGE = 0xff7f0e;
    static final int GREEN = 0x2ca02c;
    static final int RED = 0xd62728;

    private final int[] rgb;
    private final int width;
    private final int height;

    PlotSketch(int width, int height) {
        this.rgb = new int[width * height];
        this.width = width;
        this.height = height;
        Arrays.fill(rgb, WHITE);
    }

    /** Right and bottom exclusive; what lies outside is not painted. */
    PlotSketch box(int left, int top, int right, int bottom, int colour) {
        for (int y = Math.max(0, top); y < Math.min(height, bottom); y++) {
            for (int x = Math.max(0, left); x < Math.min(width, right); x++) {
                rgb[y * width + x] = colour;
            }
        }
        return this;
    }

    /** A curve of {@code thick} pixels through the middles that {@code at} gives for each column. */
    PlotSketch curve(int left, int right, int thick, int colour, java.util.function.IntUnaryOperator at) {
        for (int x = left; x < right; x++) {
            int y = at.applyAsInt(x);
            box(x, y - thick / 2, x + 1, y - thick / 2 + thick, colour);
        }
        return this;
    }

    /** A sector from one angle to another, degrees clockwise from the top. */
    PlotSketch sector(int cx, int cy, double inner, double radius, double from, double to, int colour) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double d = Math.hypot(x - cx, y - cy);
                double angle = (Math.toDegrees(Math.atan2(x - cx, cy - y)) + 360) % 360;
                if (d >= inner && d <= radius && angle >= from && angle < to) {
                    rgb[y * width + x] = colour;
                }
            }
        }
        return this;
    }

    PackedRaster raster() {
        return new PackedRaster(rgb, width, height);
    }

    Regions regions() {
        return Regions.of(raster());
    }

    /** A text of six pixels a letter and ten high, level. */
    static Label text(String text, double left, double top) {
        return Label.level(text, left, top, left + 6.0 * text.length(), top + 10);
    }

    /** The same, around a middle. */
    static Label centred(String text, double x, double y) {
        return text(text, x - 3.0 * text.length(), y - 5);
    }

    /** Ticks of a vertical axis that end at pixel 30: the first at {@code bottom}, the others {@code step} pixels above each other. */
    static List<Label> ticks(double bottom, double step, String... texts) {
        return java.util.stream.IntStream.range(0, texts.length)
                .mapToObj(i -> text(texts[i], 30 - 6.0 * texts[i].length(), bottom - step * i - 5)).toList();
    }
}

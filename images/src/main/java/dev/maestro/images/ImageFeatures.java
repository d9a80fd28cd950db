package dev.maestro.images;

import java.util.Arrays;

/** Computes, from a small image, numbers that tell kinds of images apart. */
final class ImageFeatures {
    private static final int FLAT = 6;
    private static final int MARK = 60;
    private static final int HUED = 50;

    private final int width;
    private final int height;
    private final int[] rgb;
    private final int ground;
    private final double groundPart;
    private double flat;
    private double colourful;
    private double blocks;
    private int rows;
    private int rules;
    private double hueWidth;

    /** @param rgb packed {@code 0xRRGGBB} [height × width] */
    ImageFeatures(int[] rgb, int width, int height) {
        this.rgb = rgb;
        this.width = width;
        this.height = height;
        int[] counts = new int[1 << 12];
        int[] example = new int[1 << 12];
        for (int i = 0; i < width * height; i++) {
            int c = colour(i);
            int key = (c >> 20 & 15) << 8 | (c >> 12 & 15) << 4 | c >> 4 & 15;
            counts[key]++;
            example[key] = c;
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        ground = example[best];
        groundPart = (double) counts[best] / (width * height);
        measure();
    }

    private int colour(int i) {
        return rgb[i] & 0xFFFFFF;
    }

    private static int distance(int a, int b) {
        return Math.max(Math.abs((a >> 16 & 255) - (b >> 16 & 255)),
                Math.max(Math.abs((a >> 8 & 255) - (b >> 8 & 255)), Math.abs((a & 255) - (b & 255))));
    }

    private static int chroma(int c) {
        int r = c >> 16 & 255;
        int g = c >> 8 & 255;
        int b = c & 255;
        return Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
    }

    private void measure() {
        int same = 0;
        int hued = 0;
        int block = 0;
        boolean[] mark = new boolean[width * height];
        boolean[] hueColumn = new boolean[width];
        for (int y = 0; y < height; y++) {
            int run = 0;
            int dark = 0;
            for (int x = 0; x < width; x++) {
                int i = y * width + x;
                int c = colour(i);
                boolean right = x + 1 < width && distance(c, colour(i + 1)) <= FLAT;
                boolean down = y + 1 < height && distance(c, colour(i + width)) <= FLAT;
                same += right && down ? 1 : 0;
                hued += chroma(c) > HUED ? 1 : 0;
                hueColumn[x] |= chroma(c) > HUED;
                block += chroma(c) > HUED && right && down && distance(c, ground) > MARK ? 1 : 0;
                mark[i] = distance(c, ground) > MARK;
                run = mark[i] && right ? run + 1 : 0;
                dark = Math.max(dark, run);
            }
            rules += dark > 0.4 * width ? 1 : 0;
        }
        flat = (double) same / (width * height);
        colourful = (double) hued / (width * height);
        blocks = (double) block / (width * height);
        int columns = 0;
        for (boolean column : hueColumn) {
            columns += column ? 1 : 0;
        }
        hueWidth = (double) columns / width;
        rows = textRows(mark);
    }

    /** Bands of small marks: rows of pixels where marks change often, between rows where they do not. */
    private int textRows(boolean[] mark) {
        int[] changes = new int[height];
        for (int y = 0; y < height; y++) {
            int run = 0;
            for (int x = 1; x < width; x++) {
                boolean edge = mark[y * width + x] != mark[y * width + x - 1];
                if (edge) {
                    // strokes of letters are a few pixels wide
                    changes[y] += run < 6 ? 1 : 0;
                    run = 0;
                } else {
                    run++;
                }
            }
        }
        int[] sorted = changes.clone();
        Arrays.sort(sorted);
        int least = Math.max(6, sorted[height / 2] / 2);
        int bands = 0;
        int length = 0;
        for (int y = 0; y <= height; y++) {
            boolean text = y < height && changes[y] >= least;
            if (text) {
                length++;
            } else {
                bands += length >= 3 ? Math.max(1, length / 22) : 0;
                length = 0;
            }
        }
        return bands;
    }

    /** Part of the pixels of the most frequent colour. */
    double ground() {
        return groundPart;
    }

    double flat() {
        return flat;
    }

    double colourful() {
        return colourful;
    }

    /** Part of the pixels inside flat areas of a clear hue that are not ground. */
    double blocks() {
        return blocks;
    }

    /** Part of the columns that hold a clear hue somewhere: a line across a plot fills most. */
    double hueWidth() {
        return hueWidth;
    }

    /** The corners are of one quiet colour, as of a drawn page. */
    boolean evenFrame() {
        int[] corners = {0, width - 1, (height - 1) * width, height * width - 1};
        int alike = 0;
        for (int corner : corners) {
            alike += distance(colour(corner), colour(corners[0])) <= 12 ? 1 : 0;
        }
        return alike == corners.length && chroma(colour(0)) < 30;
    }

    int rows() {
        return rows;
    }

    /** Rows with an unbroken mark over two fifths of the width. */
    int rules() {
        return rules;
    }
}

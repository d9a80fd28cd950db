package dev.maestro.readers.charts;

/**
 * Connected pixels of one colour; {@code right} and {@code bottom} are exclusive.
 *
 * @param pixels how many
 */
record Region(int id, int colour, int left, int top, int right, int bottom, int pixels) {
    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    double centerX() {
        return (left + right) / 2.0;
    }

    double centerY() {
        return (top + bottom) / 2.0;
    }

    Region union(Region o) {
        return new Region(id, colour, Math.min(left, o.left), Math.min(top, o.top), Math.max(right, o.right), Math.max(bottom, o.bottom),
                pixels + o.pixels);
    }
}

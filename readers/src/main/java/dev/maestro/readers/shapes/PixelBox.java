package dev.maestro.readers.shapes;

/** A rectangle of pixels: left and top inside, right and bottom outside. */
record PixelBox(int left, int top, int right, int bottom) {
    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    int longSide() {
        return Math.max(width(), height());
    }

    int shortSide() {
        return Math.min(width(), height());
    }

    double centreX() {
        return (left + right) / 2.0;
    }

    double centreY() {
        return (top + bottom) / 2.0;
    }

    boolean contains(double x, double y) {
        return x >= left && x < right && y >= top && y < bottom;
    }

    boolean contains(PixelBox other) {
        return other.left >= left && other.top >= top && other.right <= right && other.bottom <= bottom;
    }

    PixelBox grown(int by, int width, int height) {
        return new PixelBox(Math.max(0, left - by), Math.max(0, top - by), Math.min(width, right + by), Math.min(height, bottom + by));
    }
}

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

    /** The smallest box around both. */
    PixelBox union(PixelBox other) {
        return new PixelBox(Math.min(left, other.left), Math.min(top, other.top), Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }

    /** Wider by so many pixels on each side, but within an image of this width and height. */
    PixelBox grown(int by, int width, int height) {
        return new PixelBox(Math.max(0, left - by), Math.max(0, top - by), Math.min(width, right + by), Math.min(height, bottom + by));
    }
}

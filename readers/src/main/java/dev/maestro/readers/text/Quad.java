package dev.maestro.readers.text;

/**
 * Four corners in pixels, in the direction of reading: top left, top right, bottom right, bottom left of
 * the text as a reader sees it. For text that reads upwards the first corner is thus at the lower left of
 * the image.
 */
public record Quad(double x1, double y1, double x2, double y2, double x3, double y3, double x4, double y4) {
    /** An upright rectangle. */
    public static Quad upright(double left, double top, double right, double bottom) {
        return new Quad(left, top, right, top, right, bottom, left, bottom);
    }

    public double left() {
        return Math.min(Math.min(x1, x2), Math.min(x3, x4));
    }

    public double top() {
        return Math.min(Math.min(y1, y2), Math.min(y3, y4));
    }

    public double right() {
        return Math.max(Math.max(x1, x2), Math.max(x3, x4));
    }

    public double bottom() {
        return Math.max(Math.max(y1, y2), Math.max(y3, y4));
    }

    public double centerX() {
        return (x1 + x2 + x3 + x4) / 4;
    }

    public double centerY() {
        return (y1 + y2 + y3 + y4) / 4;
    }

    /** Extent along the direction of reading, pixels. */
    public double length() {
        return (Math.hypot(x2 - x1, y2 - y1) + Math.hypot(x3 - x4, y3 - y4)) / 2;
    }

    /** Extent across the direction of reading, pixels: the height of the line of text. */
    public double height() {
        return (Math.hypot(x4 - x1, y4 - y1) + Math.hypot(x3 - x2, y3 - y2)) / 2;
    }

    /** Direction of reading in degrees, clockwise from rightwards, in (-180, 180]: 0 level, -90 upwards, 90 downwards. */
    public double angle() {
        double degrees = Math.toDegrees(Math.atan2(y2 + y3 - y1 - y4, x2 + x3 - x1 - x4));
        return degrees <= -180 ? 180 : degrees;
    }

    /** The part between two fractions of the length, 0 to 1. */
    public Quad part(double from, double to) {
        return new Quad(
                x1 + (x2 - x1) * from, y1 + (y2 - y1) * from, x1 + (x2 - x1) * to, y1 + (y2 - y1) * to,
                x4 + (x3 - x4) * to, y4 + (y3 - y4) * to, x4 + (x3 - x4) * from, y4 + (y3 - y4) * from);
    }

    /** Turned a quarter: what was its right side becomes the top, so that it reads upwards. */
    Quad readingUpwards() {
        return new Quad(x4, y4, x1, y1, x2, y2, x3, y3);
    }

    Quad readingDownwards() {
        return new Quad(x2, y2, x3, y3, x4, y4, x1, y1);
    }

    Quad readingBackwards() {
        return new Quad(x3, y3, x4, y4, x1, y1, x2, y2);
    }

    Quad scaled(double byX, double byY, double moveX, double moveY) {
        return new Quad(
                x1 * byX + moveX, y1 * byY + moveY, x2 * byX + moveX, y2 * byY + moveY,
                x3 * byX + moveX, y3 * byY + moveY, x4 * byX + moveX, y4 * byY + moveY);
    }
}

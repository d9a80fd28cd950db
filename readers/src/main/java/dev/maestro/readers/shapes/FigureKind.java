package dev.maestro.readers.shapes;

import java.util.Locale;

/** What a figure is. */
enum FigureKind {
    CIRCLE, ELLIPSE, TRIANGLE, SQUARE, RECTANGLE, DIAMOND, PARALLELOGRAM, TRAPEZOID, PENTAGON, HEXAGON, HEPTAGON, OCTAGON,
    STAR, CROSS, ARROW, HEART, CRESCENT, LINE, OTHER;

    String word() {
        return this == OTHER ? "shape" : name().toLowerCase(Locale.ROOT);
    }

    /** Corners of a regular polygon of this kind; 0 for what is none. */
    int corners() {
        return switch (this) {
            case TRIANGLE -> 3;
            case SQUARE -> 4;
            case PENTAGON -> 5;
            case HEXAGON -> 6;
            case HEPTAGON -> 7;
            case OCTAGON -> 8;
            default -> 0;
        };
    }

    static FigureKind polygon(int corners) {
        return switch (corners) {
            case 3 -> TRIANGLE;
            case 4 -> SQUARE;
            case 5 -> PENTAGON;
            case 6 -> HEXAGON;
            case 7 -> HEPTAGON;
            case 8 -> OCTAGON;
            default -> OTHER;
        };
    }
}

package dev.maestro.readers.shapes;

/**
 * A shape that was found.
 *
 * @param area  pixels inside its outer contour
 * @param tilt  of a square, degrees from upright, 0 to 45; 0 for others
 * @param filled whether its inside has its colour
 */
record Figure(FigureKind kind, ColourName colour, boolean filled, PixelBox box, double centreX, double centreY, double area, double tilt) {
    String label() {
        return colour.word() + " " + kind.word();
    }
}

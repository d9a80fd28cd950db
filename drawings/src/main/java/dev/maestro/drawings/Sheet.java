package dev.maestro.drawings;

import dev.maestro.images.lettering.FontFace;
import dev.maestro.images.lettering.Lettering;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;

/**
 * Something flat in a drawing, such as a board or a paper, that is drawn on in its own coordinates and seen through a
 * projection.
 */
record Sheet(Graphics2D graphics, Projection projection) {
    void fill(Shape shape, Color color) {
        graphics.setColor(color);
        graphics.fill(projection.seen(shape));
    }

    void outline(Shape shape, double stroke, Color color) {
        fill(new BasicStroke((float) stroke).createStrokedShape(shape), color);
    }

    void line(double x1, double y1, double x2, double y2, double stroke, Color color) {
        outline(new Line2D.Double(x1, y1, x2, y2), stroke, color);
    }

    void text(FontFace face, String text, double x, double baseline, double size, Color color) {
        fill(Lettering.of(face).outline(text, x, baseline, size), color);
    }

    void centered(FontFace face, String text, double centerX, double baseline, double size, Color color) {
        text(face, text, centerX - Lettering.of(face).width(text, size) / 2, baseline, size, color);
    }

    void right(FontFace face, String text, double right, double baseline, double size, Color color) {
        text(face, text, right - Lettering.of(face).width(text, size), baseline, size, color);
    }
}

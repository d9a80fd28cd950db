package dev.maestro.drawings;

import java.awt.Shape;
import java.awt.geom.FlatteningPathIterator;
import java.awt.geom.GeneralPath;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;

/** A view of a flat sheet of {@code width} × {@code height} whose corners are seen at four given points, clockwise from the top left. */
final class Projection {
    private final double width;
    private final double height;
    private final Point2D.Double origin;
    // x = (a u + b v + c) / (g u + h v + 1), likewise y, for u and v from 0 to 1
    private final double a;
    private final double b;
    private final double d;
    private final double e;
    private final double g;
    private final double h;

    Projection(double width, double height, Point2D.Double[] corners) {
        this.width = width;
        this.height = height;
        this.origin = corners[0];
        double dx1 = corners[1].x - corners[2].x;
        double dx2 = corners[3].x - corners[2].x;
        double dx3 = corners[0].x - corners[1].x + corners[2].x - corners[3].x;
        double dy1 = corners[1].y - corners[2].y;
        double dy2 = corners[3].y - corners[2].y;
        double dy3 = corners[0].y - corners[1].y + corners[2].y - corners[3].y;
        double determinant = dx1 * dy2 - dx2 * dy1;
        g = (dx3 * dy2 - dx2 * dy3) / determinant;
        h = (dx1 * dy3 - dx3 * dy1) / determinant;
        a = corners[1].x - corners[0].x + g * corners[1].x;
        b = corners[3].x - corners[0].x + h * corners[3].x;
        d = corners[1].y - corners[0].y + g * corners[1].y;
        e = corners[3].y - corners[0].y + h * corners[3].y;
    }

    Point2D.Double at(double x, double y) {
        double u = x / width;
        double v = y / height;
        double w = g * u + h * v + 1;
        return new Point2D.Double((a * u + b * v + origin.x) / w, (d * u + e * v + origin.y) / w);
    }

    /** The outline as seen; curves become lines a quarter of a pixel exact. */
    Shape seen(Shape shape) {
        GeneralPath out = new GeneralPath(GeneralPath.WIND_NON_ZERO);
        double[] point = new double[6];
        for (PathIterator in = new FlatteningPathIterator(shape.getPathIterator(null), 0.1); !in.isDone(); in.next()) {
            int kind = in.currentSegment(point);
            Point2D.Double to = at(point[0], point[1]);
            switch (kind) {
                case PathIterator.SEG_MOVETO -> out.moveTo(to.x, to.y);
                case PathIterator.SEG_LINETO -> out.lineTo(to.x, to.y);
                default -> out.closePath();
            }
        }
        return out;
    }
}

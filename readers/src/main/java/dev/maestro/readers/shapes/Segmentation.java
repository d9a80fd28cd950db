package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeClassifier.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opencv.core.Point;

/**
 * Takes a drawing apart: ground, filled regions, strokes; and names the figures they form. Overlapping
 * outlines are resolved by fitting whole circles and polygons to the strokes, overlapping fills by the arcs
 * that remain visible.
 */
final class Segmentation {
    private final LabRaster raster;
    private final Backdrop backdrop;
    private final SmoothRegions regions;
    private final Mask ink;
    private final double smallest;

    private Segmentation(LabRaster raster) {
        double grain = raster.grain();
        this.raster = grain > 1 ? raster.median() : raster;
        this.regions = SmoothRegions.of(this.raster, Math.clamp(1.5 + 3.5 * this.raster.grain(), 2.6, 7));
        this.backdrop = Backdrop.of(this.raster, regions);
        this.ink = backdrop.ink();
        this.smallest = Math.max(14, raster.pixels() * 0.00004);
    }

    static Segmentation of(LabRaster raster) {
        return new Segmentation(raster);
    }

    Mask ink() {
        return ink;
    }

    Backdrop backdrop() {
        return backdrop;
    }

    LabRaster raster() {
        return raster;
    }

    /** Whether the image looks drawn: an even ground that covers a good part of it. */
    boolean drawn() {
        double covered = 1 - ink.count() / (double) raster.pixels();
        return backdrop.noise() < 3.2 && covered > 0.2;
    }

    /**
     * All figures.
     *
     * @param wanted the kind that is asked for, which decides how crossing outlines are read first
     */
    List<Figure> figures(Optional<FigureKind> wanted) {
        Fills fills = Fills.of(raster, regions, ink);
        List<Figure> found = new ArrayList<>();
        for (Mask.Piece piece : fills.solid()) {
            found.addAll(solid(piece));
        }
        List<Figure> outlined = new ArrayList<>();
        for (Mask.Piece piece : fills.strokes().pieces((int) Math.max(8, smallest / 2))) {
            if (piece.box().longSide() >= 5) {
                outlined.addAll(new OutlineReader(raster, backdrop, piece).figures(wanted));
            }
        }
        List<Figure> merged = Merging.bordersIntoFills(found, outlined);
        merged.removeIf(f -> f.area() < smallest || isFrame(f));
        merged.sort((p, q) -> Integer.compare(p.box().left() + 4 * p.box().top(), q.box().left() + 4 * q.box().top()));
        return merged;
    }

    private boolean isFrame(Figure f) {
        boolean whole = f.box().width() > 0.93 * raster.width && f.box().height() > 0.93 * raster.height;
        return whole && !f.filled() && (f.kind() == FigureKind.RECTANGLE || f.kind() == FigureKind.SQUARE);
    }

    private List<Figure> solid(Mask.Piece piece) {
        Mask whole = piece.own().filled();
        Point[] contour = whole.outline();
        Shape shape = ShapeClassifier.classify(contour);
        ColourName colour = Palette.of(raster, piece);
        if (shape.kind() != FigureKind.OTHER && shape.quality() > 0.94 || piece.box().longSide() < 14) {
            return List.of(figure(piece, shape, colour));
        }
        List<Ring> arcs = VisibleArcs.circles(contour, openContour(piece, contour));
        if (!arcs.isEmpty()) {
            List<Figure> circles = new ArrayList<>();
            for (Ring arc : arcs) {
                circles.add(circle(piece, arc, colour));
            }
            return circles;
        }
        return List.of(figure(piece, shape, colour));
    }

    /** Which contour points face the ground, not another figure that may cover this one. */
    private boolean[] openContour(Mask.Piece piece, Point[] contour) {
        boolean[] open = new boolean[contour.length];
        for (int i = 0; i < contour.length; i++) {
            Point before = contour[Math.floorMod(i - 3, contour.length)];
            Point after = contour[(i + 3) % contour.length];
            double nx = after.y - before.y;
            double ny = before.x - after.x;
            double length = Math.max(1e-6, Math.hypot(nx, ny));
            // contours of OpenCV run counter-clockwise on the screen: the outside is on one fixed side; try both
            int x = piece.box().left() - 1 + (int) Math.round(contour[i].x - 3.5 * nx / length);
            int y = piece.box().top() - 1 + (int) Math.round(contour[i].y - 3.5 * ny / length);
            int x2 = piece.box().left() - 1 + (int) Math.round(contour[i].x + 3.5 * nx / length);
            int y2 = piece.box().top() - 1 + (int) Math.round(contour[i].y + 3.5 * ny / length);
            open[i] = !ink.at(x, y) || !ink.at(x2, y2);
        }
        return open;
    }

    private Figure figure(Mask.Piece piece, Shape shape, ColourName colour) {
        return new Figure(shape.kind(), colour, true, piece.box(), shape.centreX() + piece.box().left() - 1,
                shape.centreY() + piece.box().top() - 1, shape.area(), shape.tilt());
    }

    private Figure circle(Mask.Piece piece, Ring arc, ColourName colour) {
        double x = arc.x() + piece.box().left() - 1;
        double y = arc.y() + piece.box().top() - 1;
        double r = arc.radius() + 0.5;
        PixelBox box = new PixelBox((int) (x - r), (int) (y - r), (int) Math.ceil(x + r) + 1, (int) Math.ceil(y + r) + 1).grown(0,
                raster.width, raster.height);
        return new Figure(FigureKind.CIRCLE, colour, true, box, x, y, Math.PI * r * r, 0);
    }

}

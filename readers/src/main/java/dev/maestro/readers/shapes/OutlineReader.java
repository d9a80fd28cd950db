package dev.maestro.readers.shapes;

import dev.maestro.readers.shapes.ShapeClassifier.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads one connected piece of strokes: a single closed outline, several that cross, or lines. */
final class OutlineReader {
    /** Share of the strokes whose outlines are found, from which on nothing else is looked for: the rest are joints and stubs. */
    private static final double ALL = 0.97;

    private final LabRaster raster;
    private final Backdrop backdrop;
    private final Mask.Piece piece;
    private final Mask mask;
    /** Pixels of the fine strokes per pixel of the image. */
    private double fine = 1;

    OutlineReader(LabRaster raster, Backdrop backdrop, Mask.Piece piece) {
        this.raster = raster;
        this.backdrop = backdrop;
        this.piece = piece;
        this.mask = piece.own();
    }

    List<Figure> figures(Optional<FigureKind> wanted) {
        Mask closed = mask;
        int holes = holes(closed);
        // compression may have bitten through a thin outline
        for (int reach = 3; holes == 0 && reach <= 5; reach += 2) {
            closed = mask.closed(reach);
            holes = holes(closed);
        }
        if (holes <= 1 || closed.holes((int) Math.max(9, 0.03 * closed.filled().count())) <= 1 && alongItsEdge(closed)) {
            Optional<Figure> single = single(closed, Math.min(holes, 1));
            if (single.isPresent()) {
                return List.of(single.get());
            }
        }
        int side = piece.box().longSide();
        double best = side > 500 ? 1 : side > 250 ? 2 : 3;
        Strokes strokes = Strokes.of(mask);
        // outlines that cannot be told apart at one resolution sometimes can at another
        for (double times : new double[]{best, best == 1 ? 2 : best - 1}) {
            fine = times;
            strokes = fine == 1 ? Strokes.of(mask) : Strokes.of(FineStrokes.of(raster, backdrop, piece, (int) fine));
            List<Figure> found = crossing(strokes, wanted);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return holes == 0 ? lines(strokes) : List.of(other());
    }

    /** Enclosed areas that are no accident of compression. */
    private static int holes(Mask strokes) {
        return strokes.holes((int) Math.max(9, 0.01 * strokes.count()));
    }

    /** Whether all of the strokes lie along the outer edge, so that nothing crosses inside. */
    private static boolean alongItsEdge(Mask strokes) {
        float[] fromEdge = strokes.filled().depth();
        float[] depth = strokes.depth();
        float thickest = Mask.deepest(depth);
        int near = 0;
        int all = 0;
        for (int i = 0; i < fromEdge.length; i++) {
            if (strokes.on[i] != 0) {
                all++;
                near += fromEdge[i] <= 1.7 * thickest + 1 ? 1 : 0;
            }
        }
        return near >= 0.93 * all;
    }

    /** The outlines that cross in this piece: those of the wanted kind when there are any, else of all kinds. */
    private List<Figure> crossing(Strokes strokes, Optional<FigureKind> wanted) {
        if (wanted.isPresent() && wanted.get() == FigureKind.LINE) {
            return lines(strokes);
        }
        List<FigureKind> order = new ArrayList<>();
        wanted.ifPresent(order::add);
        order.addAll(List.of(FigureKind.CIRCLE, FigureKind.RECTANGLE, FigureKind.PENTAGON, FigureKind.TRIANGLE, FigureKind.HEXAGON));
        StrokePolygons polygons = null;
        Cover cover = new Cover(strokes, strokes.tolerance());
        List<Figure> together = new ArrayList<>();
        for (FigureKind kind : order.stream().distinct().toList()) {
            List<double[][]> found;
            if (kind == FigureKind.CIRCLE) {
                found = ArcVoting.circles(strokes, 0.9).stream().map(OutlineReader::around).toList();
            } else {
                polygons = polygons == null ? new StrokePolygons(strokes) : polygons;
                found = polygons.of(kind);
            }
            // what lies along outlines of another kind is no outline of its own
            for (double[][] outline : together.isEmpty() ? cover.all(found) : cover.chosen(found)) {
                together.add(kind == FigureKind.CIRCLE ? circle(outline) : polygon(outline, kind));
            }
            boolean enough = wanted.isPresent() && wanted.get() == kind || cover.explained() > ALL;
            if (enough && !together.isEmpty()) {
                break;
            }
        }
        return together;
    }

    private Figure polygon(double[][] polygon, FigureKind kind) {
        FigureKind shown = kind;
        if (kind == FigureKind.RECTANGLE || kind == FigureKind.SQUARE) {
            double a = Math.hypot(polygon[0][0] - polygon[1][0], polygon[0][1] - polygon[1][1]);
            double b = Math.hypot(polygon[1][0] - polygon[2][0], polygon[1][1] - polygon[2][1]);
            shown = Math.max(a, b) < 1.08 * Math.min(a, b) + 2 ? FigureKind.SQUARE : FigureKind.RECTANGLE;
        }
        double area = 0;
        double left = Double.MAX_VALUE;
        double top = Double.MAX_VALUE;
        double right = 0;
        double bottom = 0;
        for (int k = 0; k < polygon.length; k++) {
            double[] p = polygon[k];
            double[] q = polygon[(k + 1) % polygon.length];
            area += (p[0] * q[1] - q[0] * p[1]) / 2;
            left = Math.min(left, p[0]);
            top = Math.min(top, p[1]);
            right = Math.max(right, p[0]);
            bottom = Math.max(bottom, p[1]);
        }
        double[] c = StrokePolygons.middle(polygon);
        PixelBox box = box(left, top, right, bottom);
        return new Figure(shown, colourAlong(polygon), false, box, c[0] / fine + piece.box().left() - 1,
                c[1] / fine + piece.box().top() - 1, Math.abs(area) / (fine * fine), 0);
    }

    /** The circumference as a polygon. */
    private static double[][] around(Ring ring) {
        double[][] around = new double[48][];
        for (int k = 0; k < around.length; k++) {
            double angle = 2 * Math.PI * k / around.length;
            around[k] = new double[]{ring.x() + ring.radius() * Math.cos(angle), ring.y() + ring.radius() * Math.sin(angle)};
        }
        return around;
    }

    private Figure circle(double[][] around) {
        double[] c = StrokePolygons.middle(around);
        double r = Math.hypot(around[0][0] - c[0], around[0][1] - c[1]);
        return new Figure(FigureKind.CIRCLE, colourAlong(around), false, box(c[0] - r, c[1] - r, c[0] + r, c[1] + r),
                c[0] / fine + piece.box().left() - 1, c[1] / fine + piece.box().top() - 1, Math.PI * r * r / (fine * fine), 0);
    }

    private PixelBox box(double left, double top, double right, double bottom) {
        int dx = piece.box().left() - 1;
        int dy = piece.box().top() - 1;
        return new PixelBox((int) (left / fine) + dx, (int) (top / fine) + dy, (int) Math.ceil(right / fine) + dx + 1,
                (int) Math.ceil(bottom / fine) + dy + 1)
                .grown(0, raster.width, raster.height);
    }

    /** The colour that most of a fitted outline has: the strongest pixel near each sample, named, then the majority. */
    private ColourName colourAlong(double[][] polygon) {
        int[] votes = new int[ColourName.values().length];
        for (int k = 0; k < polygon.length; k++) {
            double[] p = polygon[k];
            double[] q = polygon[(k + 1) % polygon.length];
            int steps = Math.max(1, 96 / polygon.length);
            for (int s = 0; s < steps; s++) {
                strongest(p[0] + (q[0] - p[0]) * s / steps, p[1] + (q[1] - p[1]) * s / steps)
                        .ifPresent(i -> votes[ColourName.of(raster.red(i), raster.green(i), raster.blue(i)).ordinal()]++);
            }
        }
        int best = 0;
        for (int k = 1; k < votes.length; k++) {
            best = votes[k] > votes[best] ? k : best;
        }
        return ColourName.values()[best];
    }

    private Optional<Integer> strongest(double x, double y) {
        int best = -1;
        double most = -1;
        int cx = (int) Math.round(x / fine);
        int cy = (int) Math.round(y / fine);
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                if (!mask.at(cx + dx, cy + dy)) {
                    continue;
                }
                int i = (cy + dy - 1 + piece.box().top()) * raster.width + cx + dx - 1 + piece.box().left();
                double chroma = Math.abs(raster.a(i) - 128) + Math.abs(raster.b(i) - 128) + Math.abs(255 - raster.l(i)) * 0.3;
                if (chroma > most) {
                    most = chroma;
                    best = i;
                }
            }
        }
        return best < 0 ? Optional.empty() : Optional.of(best);
    }

    /** One closed outline (or an open stroke that is a plain line). */
    private Optional<Figure> single(Mask closed, int holes) {
        Mask whole = closed.filled();
        Shape shape = ShapeClassifier.classify(whole.outline());
        if (holes == 0 && shape.kind() != FigureKind.LINE) {
            return Optional.empty();
        }
        if (shape.kind() == FigureKind.OTHER || shape.quality() < 0.9 && shape.kind() != FigureKind.STAR && shape.kind() != FigureKind.CROSS
                && shape.kind() != FigureKind.ARROW) {
            return Optional.empty();
        }
        return Optional
                .of(new Figure(shape.kind(), Palette.of(raster, piece), holes == 0, piece.box(), shape.centreX() + piece.box().left() - 1,
                        shape.centreY() + piece.box().top() - 1, shape.area(), shape.tilt()));
    }

    private List<Figure> lines(Strokes strokes) {
        List<Figure> lines = new ArrayList<>();
        List<Segment> segments = strokes.segments(Math.max(12, 4 * strokes.strokeWidth));
        segments.sort(Comparator.comparingDouble(Segment::length).reversed());
        for (Segment s : segments) {
            double[][] along = {{s.ax(), s.ay()}, {s.bx(), s.by()}};
            lines.add(new Figure(FigureKind.LINE, colourAlong(along), true, box(Math.min(s.ax(), s.bx()), Math.min(s.ay(), s.by()),
                    Math.max(s.ax(), s.bx()), Math.max(s.ay(), s.by())), (s.ax() + s.bx()) / 2 / fine + piece.box().left() - 1,
                    (s.ay() + s.by()) / 2 / fine + piece.box().top() - 1, s.length() * strokes.strokeWidth / (fine * fine), 0));
        }
        return lines;
    }

    private Figure other() {
        PixelBox box = piece.box();
        return new Figure(FigureKind.OTHER, Palette.of(raster, piece), false, box, box.centreX(), box.centreY(), piece.area(), 0);
    }
}

package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts where lines of two colours cross, or lines of any colours each other. */
final class LineCrossings {
    private LineCrossings() {}

    /** Crossings of the lines of two layers. */
    static List<double[]> between(Mask first, Mask second, Mask allInk) {
        LineTracer one = new LineTracer(mainLines(first), allInk);
        LineTracer two = new LineTracer(mainLines(second), allInk);
        List<Segment> a = one.segments();
        List<Segment> b = two.segments();
        double width = Math.max(one.strokes().strokeWidth, two.strokes().strokeWidth);
        boolean straight = one.explained(a) > 0.93 && two.explained(b) > 0.93 && a.size() <= 16 && b.size() <= 16;
        if (!straight) {
            Optional<List<double[]>> traced = ColumnTrace.crossings(first, second);
            if (traced.isPresent()) {
                return traced.get();
            }
        }
        return meetings(a, b, one.strokes(), two.strokes(), width);
    }

    /** Crossings of the straight lines of one layer with each other. */
    static List<double[]> within(Mask ink) {
        LineTracer tracer = new LineTracer(ink, ink);
        List<Segment> lines = tracer.segments();
        List<double[]> found = new ArrayList<>();
        double width = tracer.strokes().strokeWidth;
        for (int i = 0; i < lines.size(); i++) {
            for (int j = i + 1; j < lines.size(); j++) {
                Segment s = lines.get(i);
                Segment t = lines.get(j);
                s.meets(t, 0.5 * width).filter(p -> !atEnds(s, t, p, 2 * width + 3)).ifPresent(p -> add(found, p, width + 2));
            }
        }
        return found;
    }

    /** A corner of one polyline is no crossing of two lines. */
    private static boolean atEnds(Segment s, Segment t, double[] p, double near) {
        return nearEnd(s, p, near) && nearEnd(t, p, near);
    }

    private static boolean nearEnd(Segment s, double[] p, double near) {
        return Math.hypot(s.ax() - p[0], s.ay() - p[1]) < near || Math.hypot(s.bx() - p[0], s.by() - p[1]) < near;
    }

    private static List<double[]> meetings(List<Segment> a, List<Segment> b, Strokes one, Strokes two, double width) {
        List<double[]> found = new ArrayList<>();
        double slack = 1.5 + width;
        for (Segment s : a) {
            for (Segment t : b) {
                s.meets(t, slack)
                        .filter(p -> near(one.mask, p, 1.2 + width) && near(two.mask, p, 1.2 + width))
                        .ifPresent(p -> add(found, p, 2 + 1.2 * width));
            }
        }
        return found;
    }

    private static void add(List<double[]> found, double[] p, double apart) {
        if (found.stream().noneMatch(q -> Math.hypot(p[0] - q[0], p[1] - q[1]) < apart)) {
            found.add(p);
        }
    }

    private static boolean near(Mask mask, double[] p, double reach) {
        int r = (int) Math.ceil(reach);
        for (int dy = -r; dy <= r; dy++) {
            for (int dx = -r; dx <= r; dx++) {
                if (Math.hypot(dx, dy) <= reach && mask.at((int) Math.round(p[0]) + dx, (int) Math.round(p[1]) + dy)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Without legends and specks: the pieces of a length comparable with the longest. */
    private static Mask mainLines(Mask mask) {
        Mask joined = mask.dilated(7);
        Mask kept = new Mask(mask.width, mask.height);
        List<Mask.Piece> pieces = joined.pieces(1);
        int longest = pieces.stream().mapToInt(p -> p.box().longSide()).max().orElse(0);
        for (Mask.Piece piece : pieces) {
            if (piece.box().longSide() >= 0.12 * longest) {
                piece.paint(kept);
            }
        }
        return kept.and(mask);
    }
}

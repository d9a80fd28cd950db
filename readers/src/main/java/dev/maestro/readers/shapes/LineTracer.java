package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;

/** Lines of one colour as straight pieces, joined across the places where another colour lies on top. */
final class LineTracer {
    private final Strokes strokes;
    private final Mask allInk;

    LineTracer(Mask own, Mask allInk) {
        this.strokes = Strokes.of(withoutCrumbs(own));
        this.allInk = allInk;
    }

    /** Crumbs are what mixing of two inks leaves at crossings. */
    private static Mask withoutCrumbs(Mask own) {
        Mask kept = new Mask(own.width, own.height);
        List<Mask.Piece> pieces = own.pieces(1);
        int most = pieces.isEmpty() ? 0 : pieces.getFirst().box().longSide();
        for (Mask.Piece piece : pieces) {
            if (piece.box().longSide() >= Math.max(4, 0.02 * most)) {
                piece.paint(kept);
            }
        }
        return kept;
    }

    Strokes strokes() {
        return strokes;
    }

    List<Segment> segments() {
        List<Segment> segments = new ArrayList<>(strokes.segments(Math.max(6, 1.8 * strokes.strokeWidth), 3 + 2.4 * strokes.strokeWidth));
        boolean joined = true;
        while (joined) {
            joined = false;
            for (int i = 0; i < segments.size() && !joined; i++) {
                for (int j = i + 1; j < segments.size() && !joined; j++) {
                    Segment both = joined(segments.get(i), segments.get(j));
                    if (both != null) {
                        segments.remove(j);
                        segments.set(i, both);
                        joined = true;
                    }
                }
            }
        }
        return segments;
    }

    /** Share of the thinned pixels that the pieces explain. */
    double explained(List<Segment> segments) {
        List<Integer> points = strokes.points();
        double within = 1 + 0.25 * strokes.strokeWidth;
        int w = strokes.width();
        long on = points.stream().filter(i -> segments.stream().anyMatch(s -> s.distance(i % w, i / w) <= within)).count();
        return points.isEmpty() ? 0 : on / (double) points.size();
    }

    private @org.jspecify.annotations.Nullable Segment joined(Segment s, Segment t) {
        double offset = 1.2 + 0.35 * strokes.strokeWidth;
        Segment longer = s.length() >= t.length() ? s : t;
        Segment shorter = longer == s ? t : s;
        if (longer.angle(shorter) > 4 + 60 / Math.max(10, shorter.length())) {
            return null;
        }
        double ux = (longer.bx() - longer.ax()) / longer.length();
        double uy = (longer.by() - longer.ay()) / longer.length();
        double[] a = along(longer, shorter.ax(), shorter.ay(), ux, uy);
        double[] b = along(longer, shorter.bx(), shorter.by(), ux, uy);
        if (Math.abs(a[1]) > offset || Math.abs(b[1]) > offset) {
            return null;
        }
        double from = Math.min(a[0], b[0]);
        double to = Math.max(a[0], b[0]);
        double gapFrom = from > longer.length() ? longer.length() : to;
        double gapTo = from > longer.length() ? from : 0;
        if (from > longer.length() || to < 0) {
            if (gapTo - gapFrom > 14 * strokes.strokeWidth + 6 || !inked(longer, ux, uy, gapFrom, gapTo)) {
                return null;
            }
        }
        double start = Math.min(0, from);
        double end = Math.max(longer.length(), to);
        return new Segment(longer.ax() + start * ux, longer.ay() + start * uy, longer.ax() + end * ux, longer.ay() + end * uy);
    }

    private boolean inked(Segment line, double ux, double uy, double from, double to) {
        for (double d = from; d <= to; d += 0.7) {
            int x = (int) Math.round(line.ax() + d * ux);
            int y = (int) Math.round(line.ay() + d * uy);
            boolean any = false;
            int reach = Math.max(1, (int) (strokes.strokeWidth / 3));
            for (int dy = -reach; dy <= reach && !any; dy++) {
                for (int dx = -reach; dx <= reach && !any; dx++) {
                    any = allInk.at(x + dx, y + dy);
                }
            }
            if (!any) {
                return false;
            }
        }
        return true;
    }

    private static double[] along(Segment line, double x, double y, double ux, double uy) {
        double dx = x - line.ax();
        double dy = y - line.ay();
        return new double[]{dx * ux + dy * uy, dx * uy - dy * ux};
    }
}

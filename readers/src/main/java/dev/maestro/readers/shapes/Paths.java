package dev.maestro.readers.shapes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows lines of one colour from labelled station to labelled station. */
final class Paths {
    private final Segmentation segmentation;
    private final Map<String, PixelBox> stations;

    Paths(Segmentation segmentation, Map<String, PixelBox> stations) {
        this.segmentation = segmentation;
        this.stations = new TreeMap<>(stations);
    }

    /**
     * A path of one colour.
     *
     * @param from its stations, in no particular order
     */
    record Path(ColourName colour, String from, String to) {
        boolean connects(String a, String b) {
            return from.equals(a) && to.equals(b) || from.equals(b) && to.equals(a);
        }
    }

    List<Path> all() {
        Mask labels = new Mask(segmentation.raster().width, segmentation.raster().height);
        for (PixelBox box : stations.values()) {
            PixelBox b = box.grown(2, labels.width, labels.height);
            for (int y = b.top(); y < b.bottom(); y++) {
                for (int x = b.left(); x < b.right(); x++) {
                    labels.set(y * labels.width + x);
                }
            }
        }
        List<Path> paths = new ArrayList<>();
        Mask ink = segmentation.ink().without(labels);
        for (InkColours.Layer layer : InkColours.layers(segmentation, 0.01)) {
            Mask own = layer.mask().without(labels);
            if (own.count() < 30 || longest(own) < 0.08 * Math.max(own.width, own.height)) {
                continue;
            }
            paths.addAll(ofColour(layer.colour(), own, ink));
        }
        return paths;
    }

    private static int longest(Mask own) {
        List<Mask.Piece> pieces = own.dilated(5).pieces(1);
        return pieces.stream().mapToInt(p -> p.box().longSide()).max().orElse(0);
    }

    private List<Path> ofColour(ColourName colour, Mask own, Mask ink) {
        Mask line = bridged(own, ink);
        List<End> ends = ends(Strokes.of(line));
        if (ends.size() == 2) {
            return path(colour, ends);
        }
        List<Path> paths = new ArrayList<>();
        boolean clear = true;
        for (Mask.Piece piece : line.pieces(20)) {
            List<End> its = ends.stream().filter(e -> piece.own().at(e.x() - piece.box().left() + 1, e.y() - piece.box().top() + 1))
                    .toList();
            clear &= its.isEmpty() || its.size() == 2;
            if (its.size() == 2) {
                paths.addAll(path(colour, its));
            }
        }
        return clear ? paths : walked(colour, new LineTracer(line, ink));
    }

    private static List<Path> path(ColourName colour, List<End> ends) {
        String from = ends.get(0).station();
        String to = ends.get(1).station();
        return from.equals(to) ? List.of() : List.of(new Path(colour, from, to));
    }

    private record End(int x, int y, String station) {}

    /** Where the thinned line stops close to a station. */
    private List<End> ends(Strokes line) {
        List<End> ends = new ArrayList<>();
        double apart = 2.2 * line.strokeWidth + 3;
        for (int i : line.points()) {
            int x = i % line.width();
            int y = i / line.width();
            int around = 0;
            for (int k = 0; k < 9; k++) {
                around += k != 4 && line.thin.at(x + k % 3 - 1, y + k / 3 - 1) ? 1 : 0;
            }
            boolean known = ends.stream().anyMatch(e -> Math.hypot(e.x() - x, e.y() - y) < apart);
            if (around == 1 && !known) {
                station(x, y).ifPresent(s -> ends.add(new End(x, y, s)));
            }
        }
        return ends;
    }

    /** The same colour on several lines that cross: straight pieces are followed from end to end. */
    private List<Path> walked(ColourName colour, LineTracer tracer) {
        List<Segment> segments = tracer.segments();
        double join = 3 + 1.6 * tracer.strokes().strokeWidth;
        boolean[] used = new boolean[2 * segments.size()];
        List<Path> paths = new ArrayList<>();
        for (int end = 0; end < 2 * segments.size(); end++) {
            Optional<String> start = terminal(segments, end, join);
            if (used[end] || start.isEmpty()) {
                continue;
            }
            int last = walk(segments, end, join, used);
            used[end] = true;
            used[last] = true;
            terminal(segments, last, join).filter(s -> !s.equals(start.get())).ifPresent(s -> paths.add(new Path(colour, start.get(), s)));
        }
        return paths;
    }

    /** The line with what lies on top of it where others cross: gaps of up to two line widths that are inked. */
    private static Mask bridged(Mask own, Mask ink) {
        int width = (int) Math.round(Strokes.of(own).strokeWidth);
        return own.closed(2 * width + 3).and(ink).or(own);
    }

    /** The station a free end of a line lies at. */
    private Optional<String> terminal(List<Segment> segments, int end, double join) {
        if (next(segments, end, join) >= 0) {
            return Optional.empty();
        }
        double[] p = point(segments, end);
        return station(p[0], p[1]);
    }

    private Optional<String> station(double x, double y) {
        String best = null;
        double least = 0.09 * Math.max(segmentation.raster().width, segmentation.raster().height);
        for (var station : stations.entrySet()) {
            PixelBox b = station.getValue();
            double dx = Math.max(0, Math.max(b.left() - x, x - b.right()));
            double dy = Math.max(0, Math.max(b.top() - y, y - b.bottom()));
            if (Math.hypot(dx, dy) < least) {
                least = Math.hypot(dx, dy);
                best = station.getKey();
            }
        }
        return Optional.ofNullable(best);
    }

    private static int walk(List<Segment> segments, int end, double join, boolean[] used) {
        int at = end;
        for (int steps = 0; steps < 2 * segments.size(); steps++) {
            int other = at ^ 1;
            used[at] = true;
            used[other] = true;
            int next = next(segments, other, join);
            if (next < 0) {
                return other;
            }
            at = next;
        }
        return at;
    }

    /** The end of another piece that goes on where this end stops; -1 when none does. */
    private static int next(List<Segment> segments, int end, double join) {
        double[] p = point(segments, end);
        int best = -1;
        double least = join;
        for (int other = 0; other < 2 * segments.size(); other++) {
            if (other / 2 == end / 2) {
                continue;
            }
            double[] q = point(segments, other);
            double d = Math.hypot(p[0] - q[0], p[1] - q[1]);
            if (d < least) {
                least = d;
                best = other;
            }
        }
        return best;
    }

    private static double[] point(List<Segment> segments, int end) {
        Segment s = segments.get(end / 2);
        return end % 2 == 0 ? new double[]{s.ax(), s.ay()} : new double[]{s.bx(), s.by()};
    }
}

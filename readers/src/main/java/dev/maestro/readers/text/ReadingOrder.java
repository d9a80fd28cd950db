package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The order in which a person reads: the image is cut recursively at its widest empty bands, first into
 * what stands above and below, then into columns; within a piece, rows from top to bottom and each row
 * from left to right.
 */
final class ReadingOrder {
    private ReadingOrder() {}

    static List<TextLine> of(List<TextLine> lines) {
        if (lines.size() < 2) {
            return lines;
        }
        double[] heights = lines.stream().mapToDouble(TextLine::height).sorted().toArray();
        int turned = lines.stream().mapToInt(l -> quarter(l.angle()) == 0 ? 0 : l.text().length()).sum();
        int all = lines.stream().mapToInt(l -> l.text().length()).sum();
        int quarter = 2 * turned > all ? mostQuarter(lines) : 0;
        List<Placed> placed = lines.stream().map(line -> Placed.of(line, quarter)).toList();
        List<TextLine> ordered = new ArrayList<>();
        cut(placed, heights[heights.length / 2], 0, ordered);
        return ordered;
    }

    /** A line with its box as seen by a reader who turned the image. */
    private record Placed(TextLine line, double left, double top, double right, double bottom) {
        static Placed of(TextLine line, int quarter) {
            return switch (quarter) {
                case 1 -> new Placed(line, line.top(), -line.right(), line.bottom(), -line.left());
                case 2 -> new Placed(line, -line.right(), -line.bottom(), -line.left(), -line.top());
                case 3 -> new Placed(line, -line.bottom(), line.left(), -line.top(), line.right());
                default -> new Placed(line, line.left(), line.top(), line.right(), line.bottom());
            };
        }

        double middle() {
            return (top + bottom) / 2;
        }
    }

    private static int quarter(double angle) {
        return Math.floorMod(Math.round(angle / 90), 4);
    }

    private static int mostQuarter(List<TextLine> lines) {
        int[] characters = new int[4];
        lines.forEach(line -> characters[quarter(line.angle())] += line.text().length());
        return IntStream.range(0, 4).boxed().max(Comparator.comparingInt(q -> characters[q])).orElse(0);
    }

    private static void cut(List<Placed> lines, double height, int depth, List<TextLine> into) {
        if (lines.size() > 2 && depth < 12) {
            for (boolean columns : new boolean[]{false, true}) {
                List<List<Placed>> pieces = columns ? columns(lines, height) : pieces(lines, false, 1.8 * height);
                if (pieces.size() > 1) {
                    pieces.forEach(piece -> cut(piece, height, depth + 1, into));
                    return;
                }
            }
        }
        rows(lines).forEach(row -> row.forEach(placed -> into.add(placed.line())));
    }

    /** Columns are prose side by side; a column of amounts beside its labels is one table and stays in rows. */
    private static List<List<Placed>> columns(List<Placed> lines, double height) {
        List<List<Placed>> pieces = pieces(lines, true, 1.2 * height);
        boolean table = pieces.size() > 1 && rows(lines).stream().filter(row -> row.size() > 1).count() * 2 >= rows(lines).size()
                && pieces.stream().anyMatch(ReadingOrder::isNarrow);
        return table ? List.of(lines) : pieces;
    }

    private static boolean isNarrow(List<Placed> piece) {
        return piece.stream().mapToInt(p -> p.line().text().length()).average().orElse(0) < 12;
    }

    private static List<List<Placed>> pieces(List<Placed> lines, boolean columns, double gap) {
        Comparator<Placed> byStart = Comparator.comparingDouble(columns ? Placed::left : Placed::top);
        List<List<Placed>> pieces = new ArrayList<>();
        double end = Double.NEGATIVE_INFINITY;
        for (Placed line : lines.stream().sorted(byStart).toList()) {
            if (pieces.isEmpty() || (columns ? line.left() : line.top()) - end > gap) {
                pieces.add(new ArrayList<>());
            }
            pieces.getLast().add(line);
            end = Math.max(end, columns ? line.right() : line.bottom());
        }
        return pieces;
    }

    private static List<List<Placed>> rows(List<Placed> lines) {
        List<List<Placed>> rows = new ArrayList<>();
        for (Placed line : lines.stream().sorted(Comparator.comparingDouble(Placed::middle)).toList()) {
            List<Placed> row = rows.stream().filter(r -> sameRow(r.getLast(), line)).reduce((_, b) -> b).orElse(null);
            if (row == null) {
                row = new ArrayList<>();
                rows.add(row);
            }
            row.add(line);
        }
        rows.forEach(row -> row.sort(Comparator.comparingDouble(Placed::left)));
        rows.sort(Comparator.comparingDouble(row -> row.stream().mapToDouble(Placed::middle).average().orElse(0)));
        return rows;
    }

    private static boolean sameRow(Placed a, Placed b) {
        double shared = Math.min(a.bottom(), b.bottom()) - Math.max(a.top(), b.top());
        double across = Math.min(a.right(), b.right()) - Math.max(a.left(), b.left());
        double lower = Math.min(a.bottom() - a.top(), b.bottom() - b.top());
        return shared > 0.5 * lower && across < 0.3 * Math.min(a.right() - a.left(), b.right() - b.left());
    }
}

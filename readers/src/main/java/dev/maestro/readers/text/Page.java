package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The lines of an image laid out as on a level page: turned back by their common slope and put into rows.
 * Immutable.
 */
final class Page {
    private final List<TextLine> lines;
    private final List<Row> rows;

    /** A line at its place on the level page, in pixels. */
    record Cell(TextLine line, double left, double top, double right, double bottom) {
        String text() {
            return line.text();
        }

        double middle() {
            return (top + bottom) / 2;
        }

        double height() {
            return bottom - top;
        }

        boolean overlapsAcross(Cell other) {
            return Math.min(right, other.right) > Math.max(left, other.left);
        }
    }

    /** Cells on one baseline from left to right, at least one. */
    record Row(List<Cell> cells) {
        String text() {
            return String.join(" ", cells.stream().map(Cell::text).toList());
        }

        double middle() {
            return cells.stream().mapToDouble(Cell::middle).average().orElseThrow();
        }

        double height() {
            return cells.stream().mapToDouble(Cell::height).max().orElseThrow();
        }
    }

    /** @param lines in reading order */
    Page(List<TextLine> lines) {
        this.lines = List.copyOf(lines);
        this.rows = rows(level(lines));
    }

    List<TextLine> lines() {
        return lines;
    }

    /** From top to bottom. */
    List<Row> rows() {
        return rows;
    }

    List<Cell> cells() {
        return rows.stream().flatMap(row -> row.cells().stream()).toList();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    String text() {
        return String.join("\n", lines.stream().map(TextLine::text).toList());
    }

    double medianHeight() {
        double[] heights = cells().stream().mapToDouble(Cell::height).sorted().toArray();
        return heights.length == 0 ? 0 : heights[heights.length / 2];
    }

    /** The nearest cell under another one, no more than three of its heights away. */
    Optional<Cell> below(Cell cell) {
        return cells().stream()
                .filter(other -> other.top() > cell.middle() && other.top() - cell.bottom() < 3 * cell.height()
                        && other.overlapsAcross(cell))
                .min(Comparator.comparingDouble(Cell::top));
    }

    Optional<Cell> above(Cell cell) {
        return cells().stream()
                .filter(other -> other.bottom() < cell.middle() && cell.top() - other.bottom() < 3 * cell.height()
                        && other.overlapsAcross(cell))
                .max(Comparator.comparingDouble(Cell::bottom));
    }

    private static List<Cell> level(List<TextLine> lines) {
        double slope = Math.toRadians(slope(lines));
        double cos = Math.cos(slope);
        double sin = Math.sin(slope);
        List<Cell> cells = new ArrayList<>();
        for (TextLine line : lines) {
            boolean level = Math.abs(line.angle()) < 45;
            double x = line.centerX() * cos + line.centerY() * sin;
            double y = line.centerY() * cos - line.centerX() * sin;
            double halfWidth = level ? line.quad().length() / 2 : (line.right() - line.left()) / 2;
            double halfHeight = level ? line.height() / 2 : (line.bottom() - line.top()) / 2;
            cells.add(new Cell(line, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight));
        }
        return cells;
    }

    /** The middle one of the angles of the longer level lines, degrees. */
    private static double slope(List<TextLine> lines) {
        double[] angles = lines.stream().filter(line -> Math.abs(line.angle()) < 30 && line.quad().length() > 4 * line.height())
                .mapToDouble(TextLine::angle).sorted().toArray();
        return angles.length == 0 ? 0 : angles[angles.length / 2];
    }

    private static List<Row> rows(List<Cell> cells) {
        List<List<Cell>> rows = new ArrayList<>();
        for (Cell cell : cells.stream().sorted(Comparator.comparingDouble(Cell::middle)).toList()) {
            List<Cell> row = rows.stream().filter(r -> belongs(r, cell)).reduce((_, later) -> later).orElse(null);
            if (row == null) {
                row = new ArrayList<>();
                rows.add(row);
            }
            row.add(cell);
        }
        return rows.stream().map(row -> new Row(row.stream().sorted(Comparator.comparingDouble(Cell::left)).toList()))
                .sorted(Comparator.comparingDouble(Row::middle)).toList();
    }

    private static boolean belongs(List<Cell> row, Cell cell) {
        double middle = row.stream().mapToDouble(Cell::middle).average().orElseThrow();
        double height = row.stream().mapToDouble(Cell::height).min().orElseThrow();
        boolean beside = row.stream().noneMatch(other -> Math.min(other.right(), cell.right()) - Math.max(other.left(), cell.left()) > 0.3
                * Math.min(other.right() - other.left(), cell.right() - cell.left()));
        return beside && Math.abs(middle - cell.middle()) < 0.5 * Math.min(height, cell.height());
    }
}

package dev.maestro.app.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Rows in aligned columns; the last column is as long as it likes. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    /** @param cells as they are written: {@link Object#toString} */
    Table row(Object... cells) {
        rows.add(Arrays.stream(cells).map(Object::toString).toList());
        return this;
    }

    boolean empty() {
        return rows.isEmpty();
    }

    List<String> lines(String indent) {
        List<Integer> widths = new ArrayList<>();
        for (List<String> row : rows) {
            for (int column = 0; column < row.size(); column++) {
                int width = width(row.get(column));
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(widths.get(column), width));
                }
            }
        }
        return rows.stream().map(row -> line(row, widths, indent)).toList();
    }

    private static String line(List<String> row, List<Integer> widths, String indent) {
        StringBuilder line = new StringBuilder(indent);
        for (int column = 0; column < row.size(); column++) {
            String cell = row.get(column);
            line.append(cell);
            if (column < row.size() - 1) {
                line.append(String.join("", Collections.nCopies(widths.get(column) - width(cell) + 2, " ")));
            }
        }
        return line.toString().stripTrailing();
    }

    private static int width(String cell) {
        return cell.replaceAll("\u001b\\[[0-9;]*m", "").codePointCount(0, cell.replaceAll("\u001b\\[[0-9;]*m", "").length());
    }
}

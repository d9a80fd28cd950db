package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Lines that belong together, as those of one sign do: close, alike in direction and not too different in size. */
final class TextBlocks {
    private final List<Block> blocks;
    private final double width;
    private final double height;

    /** @param lines in reading order, at least one */
    record Block(List<TextLine> lines) {
        String text() {
            return String.join(" ", lines.stream().map(TextLine::text).toList());
        }

        double left() {
            return lines.stream().mapToDouble(TextLine::left).min().orElseThrow();
        }

        double top() {
            return lines.stream().mapToDouble(TextLine::top).min().orElseThrow();
        }

        double right() {
            return lines.stream().mapToDouble(TextLine::right).max().orElseThrow();
        }

        double bottom() {
            return lines.stream().mapToDouble(TextLine::bottom).max().orElseThrow();
        }

        /** Area of its letters, square pixels. */
        double ink() {
            return lines.stream().mapToDouble(line -> line.quad().length() * line.height() * line.confidence()).sum();
        }
    }

    TextBlocks(Page page, double width, double height) {
        this.width = width;
        this.height = height;
        List<Page.Cell> cells = page.cells();
        int[] group = new int[cells.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
        }
        for (int i = 0; i < cells.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (together(cells.get(i), cells.get(j))) {
                    int from = group[i];
                    int to = group[j];
                    for (int k = 0; k < group.length; k++) {
                        group[k] = group[k] == from ? to : group[k];
                    }
                }
            }
        }
        List<Block> found = new ArrayList<>();
        for (int g = 0; g < group.length; g++) {
            List<TextLine> members = new ArrayList<>();
            for (int i = 0; i < group.length; i++) {
                if (group[i] == g) {
                    members.add(cells.get(i).line());
                }
            }
            if (!members.isEmpty()) {
                found.add(new Block(ReadingOrder.of(members)));
            }
        }
        blocks = List.copyOf(found);
    }

    List<Block> all() {
        return blocks;
    }

    /** The one that draws the eye: large letters, near the middle. */
    Optional<Block> mostProminent() {
        return best(_ -> 1);
    }

    /** The most prominent one by a further measure. */
    Optional<Block> best(ToDoubleFunction<Block> measure) {
        return blocks.stream().max(Comparator.comparingDouble(block -> measure.applyAsDouble(block) * prominence(block)));
    }

    double prominence(Block block) {
        double dx = (block.left() + block.right() - width) / width;
        double dy = (block.top() + block.bottom() - height) / height;
        return block.ink() * (1 - 0.25 * Math.min(1, Math.hypot(dx, dy)));
    }

    private static boolean together(Page.Cell a, Page.Cell b) {
        double tall = Math.max(a.height(), b.height());
        double low = Math.min(a.height(), b.height());
        if (low < 0.25 * tall || Math.abs(a.line().angle() - b.line().angle()) > 25) {
            return false;
        }
        double down = Math.max(a.top(), b.top()) - Math.min(a.bottom(), b.bottom());
        double across = Math.max(a.left(), b.left()) - Math.min(a.right(), b.right());
        boolean stacked = across < 0 && down < 1.1 * tall + 0.4 * low;
        boolean beside = down < -0.5 * low && across < 1.6 * low;
        return stacked || beside;
    }
}

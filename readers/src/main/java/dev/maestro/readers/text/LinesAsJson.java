package dev.maestro.readers.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.maestro.core.Json;
import java.util.List;
import java.util.stream.Stream;

/** Lines as others read them: plain rows, and JSON with boxes in pixels of the image sent. */
final class LinesAsJson {
    private LinesAsJson() {}

    /** @param quad corners in reading direction, x and y in turn */
    record Box(@JsonProperty("bbox_2d") List<Long> bbox, List<Long> quad, String text, double confidence, double angle) {}

    /** The lines of one image. */
    record Boxes(int width, int height, List<Box> boxes) {}

    static Boxes of(List<TextLine> lines, int width, int height) {
        return new Boxes(width, height, lines.stream().map(line -> {
            Quad q = line.quad();
            List<Long> quad = Stream.of(q.x1(), q.y1(), q.x2(), q.y2(), q.x3(), q.y3(), q.x4(), q.y4()).map(Math::round).toList();
            List<Long> bbox = List.of(Math.round(Math.max(0, line.left())), Math.round(Math.max(0, line.top())),
                    Math.round(Math.min(width, line.right())), Math.round(Math.min(height, line.bottom())));
            return new Box(bbox, quad, line.text(), Math.round(line.confidence() * 1000) / 1000.0, Math.round(line.angle() * 10) / 10.0);
        }).toList());
    }

    /** An object with {@code boxes} for one image, an array of such for several. */
    static String write(List<Boxes> images) {
        return Json.write(images.size() == 1 ? images.getFirst() : images);
    }

    /** The text, what stands side by side in one row of the page on one line, two spaces between. */
    static String inRows(List<TextLine> lines) {
        Page page = new Page(lines);
        StringBuilder text = new StringBuilder();
        TextLine before = null;
        for (TextLine line : lines) {
            if (before != null) {
                text.append(sameRow(page, before, line) ? "  " : "\n");
            }
            text.append(line.text());
            before = line;
        }
        return text.toString();
    }

    private static boolean sameRow(Page page, TextLine a, TextLine b) {
        return page.rows().stream()
                .anyMatch(row -> row.cells().stream().anyMatch(c -> c.line() == a) && row.cells().stream().anyMatch(c -> c.line() == b));
    }
}

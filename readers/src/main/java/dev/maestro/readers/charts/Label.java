package dev.maestro.readers.charts;

import dev.maestro.readers.text.TextLine;
import dev.maestro.readers.text.TextWord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text in the chart with its upright box in pixels.
 *
 * @param angle      reading direction in degrees, 0 level, -90 upwards
 * @param lineHeight height of its letters' line, across the reading direction
 */
record Label(String text, double left, double top, double right, double bottom, double angle, double lineHeight) {
    Label {
        // the tick mark beside a number is read as a dash
        text = text.replaceAll("^(\\D?[\\d.,]+)\\s*[-–—_]+$", "$1");
    }

    static Label level(String text, double left, double top, double right, double bottom) {
        return new Label(text, left, top, right, bottom, 0, bottom - top);
    }

    double centerX() {
        return (left + right) / 2;
    }

    double centerY() {
        return (top + bottom) / 2;
    }

    double width() {
        return right - left;
    }

    boolean level() {
        return Math.abs(angle) < 8;
    }

    Optional<ChartNumbers.Quantity> number() {
        return ChartNumbers.parse(text);
    }

    boolean contains(double x, double y) {
        return x >= left && x <= right && y >= top && y <= bottom;
    }

    /** Labels of the lines: level lines are cut where a gap is too wide for a blank. */
    static List<Label> of(List<TextLine> lines, double scale) {
        List<Label> out = new ArrayList<>();
        for (TextLine line : lines) {
            if (line.text().length() <= 2 && Math.abs(line.angle()) < 45) {
                // the box about one or two characters leans with their shape
                out.add(level(line.text(), line.left() * scale, line.top() * scale, line.right() * scale, line.bottom() * scale));
                continue;
            }
            if (Math.abs(line.angle()) >= 8 || line.words().size() < 2) {
                out.add(new Label(line.text(), line.left() * scale, line.top() * scale, line.right() * scale, line.bottom() * scale,
                        line.angle(), line.height() * scale));
                continue;
            }
            List<TextWord> run = new ArrayList<>();
            boolean allNumbers = line.words().stream().allMatch(w -> ChartNumbers.parse(w.text()).isPresent());
            // between ticks of an axis the gap is wide; a blank is about a third of the height
            double wide = line.height() * (allNumbers ? 0.8 : 1.3);
            for (TextWord word : line.words()) {
                if (!run.isEmpty() && word.quad().left() - run.getLast().quad().right() > wide) {
                    out.add(joined(run, scale));
                    run = new ArrayList<>();
                }
                run.add(word);
            }
            out.add(joined(run, scale));
        }
        return out;
    }

    private static Label joined(List<TextWord> words, double scale) {
        double left = words.getFirst().quad().left();
        double right = words.getLast().quad().right();
        double top = words.stream().mapToDouble(w -> w.quad().top()).min().orElseThrow();
        double bottom = words.stream().mapToDouble(w -> w.quad().bottom()).max().orElseThrow();
        String text = String.join(" ", words.stream().map(TextWord::text).toList());
        return level(text, left * scale, top * scale, right * scale, bottom * scale);
    }
}

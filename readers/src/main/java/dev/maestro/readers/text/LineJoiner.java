package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Joins pieces of one line that the detector found apart: same direction, height and baseline, and next to each other. */
final class LineJoiner {
    /** Further apart, in heights of the line, are columns or axis labels. */
    private static final double WIDEST_GAP = 0.5;

    private LineJoiner() {}

    static List<TextLine> join(List<TextLine> lines) {
        List<TextLine> left = new ArrayList<>(lines);
        left.sort(Comparator.comparingDouble(TextLine::left));
        List<TextLine> joined = new ArrayList<>();
        while (!left.isEmpty()) {
            TextLine line = left.removeFirst();
            for (int i = 0; i < left.size(); i++) {
                if (continues(line.quad(), left.get(i).quad())) {
                    line = joined(line, left.remove(i));
                    i = -1;
                }
            }
            joined.add(line);
        }
        return joined;
    }

    private static boolean continues(Quad first, Quad next) {
        if (Math.abs(first.angle()) > 20 || Math.abs(next.angle()) > 20) {
            return false;
        }
        double height = Math.max(first.height(), next.height());
        double lower = Math.min(first.height(), next.height());
        double gap = (Math.hypot(next.x1() - first.x2(), next.y1() - first.y2())
                + Math.hypot(next.x4() - first.x3(), next.y4() - first.y3())) / 2;
        double shift = Math.abs((next.y1() + next.y4()) - (first.y2() + first.y3())) / 2;
        boolean onwards = next.left() >= first.right() - 0.4 * height;
        return onwards && lower >= 0.7 * height && gap <= WIDEST_GAP * height && shift <= 0.25 * height;
    }

    private static TextLine joined(TextLine a, TextLine b) {
        List<TextWord> words = new ArrayList<>(a.words());
        words.addAll(b.words());
        int lengthA = a.text().length();
        int lengthB = b.text().length();
        Quad p = a.quad();
        Quad q = b.quad();
        return new TextLine(a.text() + " " + b.text(), (a.confidence() * lengthA + b.confidence() * lengthB) / (lengthA + lengthB),
                new Quad(p.x1(), p.y1(), q.x2(), q.y2(), q.x3(), q.y3(), p.x4(), p.y4()), words);
    }
}

package dev.maestro.service.openai;

import java.util.ArrayList;
import java.util.List;

/**
 * What was said before a question: part of the question that is asked, fenced, and cut where it is too long, the newest kept.
 *
 * @param lines oldest first
 */
record SaidBefore(List<Line> lines) {
    /** Characters of it that go on. */
    private static final int LONGEST = 4_000;
    private static final String BEGIN = "<context>\n";
    private static final String END = "\n</context>\n\n";
    private static final String CUT = "…";

    SaidBefore {
        lines = List.copyOf(lines);
    }

    /** One message. */
    record Line(String role, String text) {}

    /**
     * The question with all of it in front.
     *
     * @param most characters of both together
     */
    String before(String question, int most) {
        int room = Math.min(LONGEST, most - characters(question) - characters(BEGIN + END));
        List<String> kept = new ArrayList<>();
        for (Line line : lines.reversed()) {
            String text = "[" + line.role() + "] " + unfenced(line.text());
            int length = characters(text) + (kept.isEmpty() ? 0 : 1);
            if (line.text().isBlank()) {
                continue;
            }
            if (length <= room) {
                kept.addFirst(text);
                room -= length;
            } else {
                String head = "[" + line.role() + "] " + CUT;
                int left = room - characters(head) - (kept.isEmpty() ? 0 : 1);
                if (left > 0) {
                    kept.addFirst(head + last(unfenced(line.text()), left));
                }
                break;
            }
        }
        return kept.isEmpty() ? question : BEGIN + String.join("\n", kept) + END + question;
    }

    /** Nobody ends the fence from within. */
    private static String unfenced(String text) {
        return text.replaceAll("(?i)<(/?\\s*context\\s*)>", "($1)");
    }

    private static int characters(String text) {
        return text.codePointCount(0, text.length());
    }

    private static String last(String text, int characters) {
        int all = characters(text);
        return all <= characters ? text : text.substring(text.offsetByCodePoints(0, all - characters));
    }
}

package dev.maestro.app.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values as people read them. */
final class Wordings {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    /** Marks that turn the direction of writing: a text with them can look like another. */
    private static final String TURNING = "[\\u202a-\\u202e\\u2066-\\u2069]";

    private Wordings() {}

    static String time(Instant instant) {
        return TIME.format(instant);
    }

    static String millis(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        return millis < 60_000
                ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                : Duration.ofMillis(millis).toMinutes() + " min " + millis / 1_000 % 60 + " s";
    }

    static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : one + "s");
    }

    /** Money with its unit; nothing for what was free. */
    static String cost(long micros) {
        return micros == 0 ? "free" : String.format(Locale.ROOT, "%,d micros", micros);
    }

    /** On one line, control characters shown as spaces, cut at the end. */
    static String line(String text, int longest) {
        String one = text.replaceAll("[\\p{Cc}\\u2028\\u2029]+", " ").replaceAll(TURNING, "").strip();
        return one.codePointCount(0, one.length()) <= longest ? one : one.substring(0, one.offsetByCodePoints(0, longest - 1)) + "…";
    }

    /** Safe on a terminal: no control characters but line ends and tabs. */
    static String safe(String text) {
        return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "").replaceAll(TURNING, "");
    }

    /** A code and its message; many messages begin with their code, which is said once. */
    static String reasoned(String code, String message) {
        return message.isBlank() ? code : message.startsWith(code + ":") ? message : code + ": " + message;
    }

    static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : safe(text).split("\n", -1)) {
            StringBuilder line = new StringBuilder();
            for (String word : paragraph.split(" ")) {
                if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                    lines.add(line.toString());
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            lines.add(line.toString());
        }
        return lines;
    }
}

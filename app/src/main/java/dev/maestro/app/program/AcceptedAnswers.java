package dev.maestro.app.program;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** Decides whether an answer says the same as an accepted one, whatever the case, spaces and punctuation. */
public final class AcceptedAnswers {
    private AcceptedAnswers() {}

    public static boolean right(String answer, List<String> accepted) {
        String said = plain(answer);
        return accepted.stream().map(AcceptedAnswers::plain).anyMatch(said::equals);
    }

    /** For replies that hold more than the answer: text that was read, a description. */
    public static boolean holds(String reply, List<String> accepted) {
        String said = plain(reply);
        return accepted.stream().map(AcceptedAnswers::plain).anyMatch(each -> !each.isEmpty() && said.contains(each));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT)
                .replaceAll("(?<=\\d),(?=\\d{3})", "")
                .replaceAll("[^\\p{L}\\p{N}.%$€£+-]+", "")
                .replaceAll("\\.(?!\\d)", "")
                .strip();
    }
}

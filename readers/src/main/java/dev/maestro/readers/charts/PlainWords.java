package dev.maestro.readers.charts;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Plain words of questions and labels: lower case, no accents, no punctuation but that of numbers. */
final class PlainWords {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    /** Stands for a minus sign until all other punctuation is gone. */
    private static final String MINUS = "\uE000";

    private PlainWords() {}

    static List<String> of(String text) {
        String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "")
                .replaceAll("['’](s)\\b", "$1").replaceAll("(?<=\\d)[ ,](?=\\d{3}\\b)", "")
                .replaceAll("(?<=^|[\\s(])[-−–](?=[\\d.])", MINUS)
                .replaceAll("[^\\p{L}\\p{N}.%+$" + MINUS + "]+", " ").replaceAll("\\.(?!\\d)", " ").replace(MINUS, "-").strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }

    /** Whether two words are the same but for an ending or, in long words, one misread letter. */
    static boolean alike(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        if (isNumber(a) || isNumber(b)) {
            return false;
        }
        int shorter = Math.min(a.length(), b.length());
        if (shorter >= 3 && stem(a).equals(stem(b))) {
            return true;
        }
        return shorter >= 5 && DISTANCE.apply(a, b) <= (shorter >= 9 ? 2 : 1);
    }

    private static boolean isNumber(String word) {
        return Character.isDigit(word.charAt(word.startsWith("-") && word.length() > 1 ? 1 : 0));
    }

    private static String stem(String w) {
        return w.endsWith("ies") && w.length() > 4
                ? w.substring(0, w.length() - 3) + "y"
                : w.endsWith("es") && w.length() > 4
                        ? w.substring(0, w.length() - 2)
                        : w.endsWith("s") && w.length() > 3
                                ? w.substring(0, w.length() - 1)
                                : w.endsWith("e") && w.length() > 4 ? w.substring(0, w.length() - 1) : w;
    }
}

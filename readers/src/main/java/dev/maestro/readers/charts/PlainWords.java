package dev.maestro.readers.charts;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plain words of questions and labels: lower case, no accents, no punctuation. */
final class PlainWords {
    private PlainWords() {}

    static List<String> of(String text) {
        String plain = Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD).replaceAll("\\p{Mn}+", "")
                .replaceAll("['’](s)\\b", "$1").replaceAll("(?<=\\d)[ ,](?=\\d{3}\\b)", "").replaceAll("[^\\p{L}\\p{N}.%+$]+", " ")
                .replaceAll("\\.(?!\\d)", " ").strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }

    /** Whether two words are the same but for an ending or, in long words, one misread letter. */
    static boolean alike(String a, String b) {
        if (a.equals(b)) {
            return true;
        }
        if (Character.isDigit(a.charAt(0)) || Character.isDigit(b.charAt(0))) {
            return false;
        }
        int shorter = Math.min(a.length(), b.length());
        if (shorter >= 3 && stem(a).equals(stem(b))) {
            return true;
        }
        return shorter >= 5 && distance(a, b) <= (shorter >= 9 ? 2 : 1);
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

    /** Levenshtein distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int next = Math.min(Math.min(row[j], row[j - 1]) + 1, diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1));
                diagonal = row[j];
                row[j] = next;
            }
        }
        return row[b.length()];
    }

    static List<Double> numbers(List<String> words) {
        List<Double> out = new ArrayList<>();
        for (String w : words) {
            ChartNumbers.parse(w).ifPresent(q -> out.add(q.value()));
        }
        return out;
    }
}

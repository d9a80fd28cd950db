package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** How alike two texts are when one of them was read from an image. */
final class OcrSimilarity {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private OcrSimilarity() {}

    /** Letters and digits in lower case, nothing else. */
    static String squeezed(String text) {
        StringBuilder kept = new StringBuilder();
        text.toLowerCase(Locale.ROOT).codePoints().filter(Character::isLetterOrDigit).forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** 1 for the same letters and digits, 0 for nothing in common. */
    static double of(String a, String b) {
        String one = squeezed(a);
        String other = squeezed(b);
        int longest = Math.max(one.length(), other.length());
        return longest == 0 ? 0 : 1 - (double) DISTANCE.apply(one, other) / longest;
    }

    /** Whether they are the same word but for a misread letter in a longer one or a plural. */
    static boolean same(String a, String b) {
        String one = squeezed(a);
        String other = squeezed(b);
        if (one.isEmpty() || other.isEmpty()) {
            return false;
        }
        if (one.equals(other) || one.equals(other + "s") || other.equals(one + "s") || one.equals(other + "es")
                || other.equals(one + "es")) {
            return true;
        }
        int shortest = Math.min(one.length(), other.length());
        int allowed = shortest >= 9 ? 2 : shortest >= 5 ? 1 : 0;
        return allowed > 0 && DISTANCE.apply(one, other) <= allowed;
    }

    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.split("[\\s,;:/()]+")) {
            if (!squeezed(word).isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Where a phrase stands among words: the first and the last + 1, or an empty list. Words may be joined or parted. */
    static List<Integer> find(String phrase, List<String> words) {
        String wanted = squeezed(phrase);
        int count = words(phrase).size();
        for (int from = 0; from < words.size() && !wanted.isEmpty(); from++) {
            for (int to = from + 1; to <= Math.min(words.size(), from + count + 1); to++) {
                if (same(String.join("", words.subList(from, to)), wanted)) {
                    return List.of(from, to);
                }
            }
        }
        return List.of();
    }

    /** Part of the wanted words that are there, 0 to 1, longer words counting more. */
    static double coverage(List<String> wanted, List<String> there) {
        double all = 0;
        double found = 0;
        for (String word : wanted) {
            double weight = Math.sqrt(squeezed(word).length());
            all += weight;
            found += there.stream().anyMatch(other -> same(word, other)) ? weight : 0;
        }
        return all == 0 ? 0 : found / all;
    }
}

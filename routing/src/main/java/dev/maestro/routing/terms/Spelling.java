package dev.maestro.routing.terms;

import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.Language;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads misspelt words as the word of a small vocabulary that was meant: one slip (a letter too many, too few,
 * wrong, or two swapped) in short words, two in words of six letters and more. Words of the language, their usual
 * endings and compounds stay what they are, however near they come: "tracer" is no "trace". Immutable and thread-safe.
 */
public final class Spelling {
    /** Shorter words have too many neighbours. */
    private static final int SHORTEST = 3;
    /** From this length on two slips are forgiven. */
    private static final int LONG = 6;
    /** Longer "words" are codes or noise. */
    private static final int LONGEST = 24;

    private static final Pattern WORD = Pattern.compile("(?<![\\p{L}\\p{N}])\\p{L}++(?!\\p{N})");
    private static final Pattern PLAIN = Pattern.compile("[a-z]+");

    private final WordForms forms;
    private final String[] words;
    private final int[] counts;
    /** One bit per letter that occurs in the word: each slip changes two of them at most. */
    private final int[] letters;

    /** @param read a word as written and as it was read */
    public record Correction(String written, String read) {}

    /** @param text the text with its corrections made */
    public record Reading(String text, List<Correction> corrections) {
        public Reading {
            corrections = List.copyOf(corrections);
        }
    }

    /** @param vocabulary words that may be meant, with how often the rows use them: of two equally near the more frequent is meant */
    public Spelling(Map<String, Integer> vocabulary, Language language) {
        Map<String, Integer> usable = new TreeMap<>();
        vocabulary.forEach((word, count) -> {
            if (word.length() >= SHORTEST && PLAIN.matcher(word).matches()) {
                usable.put(word, count);
            }
        });
        this.forms = new WordForms(vocabulary.keySet(), language);
        this.words = usable.keySet().toArray(String[]::new);
        this.counts = usable.values().stream().mapToInt(Integer::intValue).toArray();
        this.letters = Arrays.stream(words).mapToInt(Spelling::lettersOf).toArray();
    }

    /** @param text in the form that {@link NormalForms#text} gives */
    public Reading read(String text) {
        Matcher word = WORD.matcher(text);
        StringBuilder read = new StringBuilder();
        List<Correction> corrections = new ArrayList<>();
        int copied = 0;
        while (word.find()) {
            String written = word.group();
            String meant = meant(written);
            if (!meant.equals(written)) {
                read.append(text, copied, word.start()).append(meant);
                copied = word.end();
                corrections.add(new Correction(written, meant));
            }
        }
        return corrections.isEmpty()
                ? new Reading(text, List.of())
                : new Reading(read.append(text, copied, text.length()).toString(), corrections);
    }

    private String meant(String written) {
        if (written.length() < SHORTEST || written.length() > LONGEST || !PLAIN.matcher(written).matches() || forms.isWord(written)) {
            return written;
        }
        int allowed = written.length() < LONG ? 1 : 2;
        int own = lettersOf(written);
        int best = -1;
        long bestRank = Long.MAX_VALUE;
        for (int i = 0; i < words.length; i++) {
            String candidate = words[i];
            if (Math.abs(candidate.length() - written.length()) > allowed
                    || Integer.bitCount(own ^ letters[i]) > 2 * allowed
                    || !beginsAlike(written, candidate)) {
                continue;
            }
            int slips = slips(written, candidate, allowed);
            if (slips > allowed || written.length() == SHORTEST && !isAnagram(written, candidate)) {
                continue;
            }
            // Fewest slips first; of those swapped letters; of those what the rows use most.
            long rank = slips * 2L + (isAnagram(written, candidate) ? 0 : 1);
            rank = rank * Integer.MAX_VALUE - counts[i];
            if (rank < bestRank) {
                bestRank = rank;
                best = i;
            }
        }
        return best < 0 ? written : words[best];
    }

    /** People rarely miss the first letter, but they do swap it with the second. */
    private static boolean beginsAlike(String written, String candidate) {
        return written.charAt(0) == candidate.charAt(0)
                || written.charAt(0) == candidate.charAt(1) && written.charAt(1) == candidate.charAt(0);
    }

    private static boolean isAnagram(String a, String b) {
        if (a.length() != b.length()) {
            return false;
        }
        char[] sortedA = a.toCharArray();
        char[] sortedB = b.toCharArray();
        Arrays.sort(sortedA);
        Arrays.sort(sortedB);
        return Arrays.equals(sortedA, sortedB);
    }

    private static int lettersOf(String word) {
        int letters = 0;
        for (int i = 0; i < word.length(); i++) {
            letters |= 1 << word.charAt(i) - 'a';
        }
        return letters;
    }

    /** Letters inserted, dropped, replaced, and neighbours swapped (optimal string alignment); {@code limit + 1} where more than the limit. */
    static int slips(String a, String b, int limit) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int slips = Math.min(Math.min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    slips = Math.min(slips, before[j - 2] + 1);
                }
                current[j] = slips;
                least = Math.min(least, slips);
            }
            if (least > limit) {
                return limit + 1;
            }
            int[] reused = before;
            before = last;
            last = current;
            current = reused;
        }
        return Math.min(last[b.length()], limit + 1);
    }
}

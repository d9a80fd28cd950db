package dev.maestro.readers.text;

import dev.maestro.readers.meaning.EnglishVocabulary;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** English words as text in images has them: the vocabulary of the sentence model, of which short entries count only as far as they are words. */
final class EnglishWords {
    /** The vocabulary has most pairs of letters, as initials and units; these are words. */
    private static final Set<String> SHORT_WORDS = Set.of(
            "a", "i", "an", "am", "as", "at", "be", "by", "do", "go", "he", "if", "in", "is", "it", "me", "my", "no", "of", "on", "or",
            "so", "to", "up", "us", "we", "pm", "st", "rd", "dr", "mr");
    /** Of short words that the vocabulary lacks or lists among single characters. */
    private static final int SHORT_RANK = 40;
    private static final List<String> ENDINGS = List.of("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "able", "al", "y");

    private EnglishWords() {}

    /** 1 for the most common word, 0 for an unknown one. Words of one or two letters are only known when they are common English. */
    static int rank(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        boolean short_ = lower.length() < 3;
        if (short_ && !SHORT_WORDS.contains(lower) || !lower.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            return 0;
        }
        int rank = lower.length() == 1 ? -1 : EnglishVocabulary.rank(lower);
        return rank >= 0 ? rank + 1 : short_ ? SHORT_RANK : 0;
    }

    /** Whether this is a word or a regular form of one. */
    static boolean knows(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (rank(lower) > 0) {
            return true;
        }
        for (String ending : ENDINGS) {
            int stem = lower.length() - ending.length();
            if (lower.endsWith(ending) && stem >= 4 && (rank(lower.substring(0, stem)) > 0 || rank(lower.substring(0, stem) + "e") > 0)) {
                return true;
            }
        }
        return false;
    }
}

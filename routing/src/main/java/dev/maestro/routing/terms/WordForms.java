package dev.maestro.routing.terms;

import dev.maestro.routing.Language;
import java.util.List;
import java.util.Set;

/** What counts as a real word: those of the language and of a vocabulary, with the usual endings, beginnings and compounds. Immutable. */
final class WordForms {
    /** @param shortest letters that must remain */
    private record Ending(String text, int shortest) {}

    private static final List<Ending> ENDINGS = List.of(
            new Ending("s", 4), new Ending("es", 4), new Ending("ed", 4), new Ending("ing", 4), new Ending("er", 4), new Ending("ers", 4),
            new Ending("ly", 4), new Ending("ness", 4), new Ending("ment", 5), new Ending("less", 4), new Ending("able", 4),
            new Ending("ful", 4),
            new Ending("like", 4), new Ending("wise", 4));
    private static final List<String> BEGINNINGS = List.of(
            "un", "re", "non", "pre", "over", "under", "mis", "dis", "inter", "out", "sub", "multi", "counter", "up", "super");

    // Short entries of a word list are often abbreviations and syllables: only common ones can be parts of words.
    private static final int COMMON_OF_THREE = 3_000;
    private static final int COMMON_OF_FOUR = 18_000;

    private final Set<String> vocabulary;
    private final Language language;

    WordForms(Set<String> vocabulary, Language language) {
        this.vocabulary = Set.copyOf(vocabulary);
        this.language = language;
    }

    boolean isWord(String word) {
        return vocabulary.contains(word) || language.rank(word) != Language.UNKNOWN || isDerived(word) || isCompound(word);
    }

    private boolean isDerived(String word) {
        for (Ending ending : ENDINGS) {
            int length = word.length() - ending.text().length();
            if (length >= ending.shortest() && word.endsWith(ending.text()) && takes(word.substring(0, length), ending.text())) {
                return true;
            }
        }
        for (String beginning : BEGINNINGS) {
            if (word.startsWith(beginning) && word.length() - beginning.length() >= 4 && isStem(word.substring(beginning.length()))) {
                return true;
            }
        }
        return false;
    }

    /** {@code kettle + s}, {@code slid(e) + ing}, {@code grip(p) + er}, {@code carr(y → i) + ed}. */
    private boolean takes(String stem, String ending) {
        if (isStem(stem)) {
            return true;
        }
        char first = ending.charAt(0);
        char end = stem.charAt(stem.length() - 1);
        if ((first == 'e' || first == 'i' || first == 'a')
                && (isStem(stem + 'e') || end == stem.charAt(stem.length() - 2) && "aeious".indexOf(end) < 0
                        && isStem(stem.substring(0, stem.length() - 1)))) {
            return true;
        }
        return end == 'i' && isStem(stem.substring(0, stem.length() - 1) + 'y');
    }

    private boolean isStem(String stem) {
        int rank = language.rank(stem);
        return vocabulary.contains(stem) || rank != Language.UNKNOWN && (stem.length() > 4 || rank < COMMON_OF_FOUR);
    }

    /** Two words written as one: {@code foot + path}, {@code bird + house}. */
    private boolean isCompound(String word) {
        for (int at = 3; at <= word.length() - 3; at++) {
            if (isPart(word.substring(0, at)) && isPart(word.substring(at))) {
                return true;
            }
        }
        return false;
    }

    private boolean isPart(String part) {
        int rank = language.rank(part);
        return rank != Language.UNKNOWN
                && (part.length() >= 5 || part.length() == 4 && rank < COMMON_OF_FOUR || part.length() == 3 && rank < COMMON_OF_THREE);
    }
}

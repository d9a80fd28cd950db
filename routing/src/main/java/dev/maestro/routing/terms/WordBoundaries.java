package dev.maestro.routing.terms;

import dev.maestro.core.registry.RoutingTerm.Match;

/** Where words begin and end: letters and digits make words, everything else parts them. */
final class WordBoundaries {
    private static final String[] ENDINGS = {"s", "es", "'s", "\u2019s", "s'", "s\u2019"};

    private WordBoundaries() {}

    /** Whether the occurrence {@code [start, end)} stands in the text as the mode demands. */
    static boolean holds(Match match, String text, int start, int end) {
        return switch (match) {
            case SUBSTRING -> true;
            case PREFIX -> begins(text, start);
            case WORD -> begins(text, start) && (ends(text, end) || endsWithSuffix(text, end));
        };
    }

    private static boolean begins(String text, int start) {
        return start == 0
                || !Character.isLetterOrDigit(text.codePointAt(start))
                || !Character.isLetterOrDigit(text.codePointBefore(start));
    }

    private static boolean ends(String text, int end) {
        return end == text.length()
                || !Character.isLetterOrDigit(text.codePointBefore(end))
                || !Character.isLetterOrDigit(text.codePointAt(end));
    }

    private static boolean endsWithSuffix(String text, int end) {
        if (!Character.isLetter(text.codePointBefore(end))) {
            return false;
        }
        for (String ending : ENDINGS) {
            int after = end + ending.length();
            if (text.startsWith(ending, end) && (after == text.length() || !Character.isLetterOrDigit(text.codePointAt(after)))) {
                return true;
            }
        }
        return false;
    }
}

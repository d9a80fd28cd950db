package dev.maestro.scoring;

import dev.maestro.core.text.NormalForms;
import java.util.function.IntPredicate;

/** Text as the reference system's language handles it: by code points, with Unicode white space. Linear. */
final class PythonText {
    /** A regular expression's white space there, as a character class here. */
    static final String SPACE = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ \t\n\r\u000b\f";

    private PythonText() {}

    /** Whether {@code part} occurs, at code-point boundaries. */
    static boolean contains(String whole, String part) {
        for (int at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
            if (boundary(whole, at) && boundary(whole, at + part.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean boundary(String text, int at) {
        return at == 0 || at == text.length() || !Character.isLowSurrogate(text.charAt(at))
                || !Character.isHighSurrogate(text.charAt(at - 1));
    }

    static boolean isOneCharacter(String text) {
        return !text.isEmpty() && text.length() <= 2 && text.codePointCount(0, text.length()) == 1;
    }

    /** Without ASCII punctuation and ASCII white space at both ends. */
    static String stripPunctuation(String text) {
        return strip(text, c -> PUNCTUATION.indexOf(c) >= 0);
    }

    /** Trimmed, then without punctuation at both ends. */
    static String clean(String text) {
        return stripPunctuation(NormalForms.trim(text));
    }

    static String strip(String text, IntPredicate unwanted) {
        int from = 0;
        int to = text.length();
        while (from < to && unwanted.test(text.charAt(from))) {
            from++;
        }
        while (to > from && unwanted.test(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Where white space that begins at {@code at} ends. */
    static int afterSpace(String text, int at) {
        int end = at;
        while (end < text.length() && NormalForms.isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    static int count(String text, String part) {
        int count = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
            count++;
        }
        return count;
    }
}

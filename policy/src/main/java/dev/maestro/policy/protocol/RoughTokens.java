package dev.maestro.policy.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for tokens without a tokenizer wherever the reference system counts tokens, so that a score does not depend
 * on which worker has a model. A word with the space before it is one token, and so is any other character. A text that
 * begins or ends at the border of a token has the same tokens as before, so cutting twice is the same as cutting once.
 */
final class RoughTokens {
    /**
     * Words of scripts that write spaces between them, in pieces of at most twelve letters: longer words seldom
     * are one entry of a vocabulary. Of the other scripts, as of digits and signs, each character is one.
     */
    private static final Pattern TOKEN = Pattern.compile(
            " ?[\\p{L}&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]]{1,12}|.",
            Pattern.DOTALL);

    private RoughTokens() {}

    static int count(String text) {
        Matcher token = TOKEN.matcher(text);
        int count = 0;
        while (token.find()) {
            count++;
        }
        return count;
    }

    /** The text's first {@code tokens} tokens; nothing for 0 or fewer. */
    static String first(String text, int tokens) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        for (int i = 0; i < tokens && token.find(); i++) {
            end = token.end();
        }
        return text.substring(0, end);
    }

    /** The text's last {@code tokens} tokens; nothing for 0 or fewer. */
    static String last(String text, int tokens) {
        int left = count(text) - tokens;
        return left <= 0 ? text : text.substring(first(text, left).length());
    }
}

package dev.maestro.skills.replies;

import dev.maestro.core.text.Markup;

/** Turns a step's text into what the policy may read. */
public final class Observations {
    private static final String MARK = "[… %d characters left out …]";

    private Observations() {}

    /** Without markup that could be taken for ours, trimmed, and at most {@code maxChars} code points besides a marker at the cut. {@code keep} is {@code head}, {@code tail}, or {@code last} (the end, without trimming and marker). */
    public static String cut(String text, int maxChars, String keep) {
        if (keep.equals("last")) {
            String clean = Markup.strip(text);
            int length = clean.codePointCount(0, clean.length());
            return length <= maxChars ? clean : clean.substring(clean.offsetByCodePoints(clean.length(), -maxChars));
        }
        return marked(Markup.strip(text).strip(), maxChars, keep.equals("head"));
    }

    /** Cuts by code points; a marker says how many were left out. */
    static String marked(String text, int maxChars, boolean keepHead) {
        int length = text.codePointCount(0, text.length());
        if (length <= maxChars) {
            return text;
        }
        String mark = MARK.formatted(length - maxChars);
        if (keepHead) {
            return text.substring(0, text.offsetByCodePoints(0, maxChars)) + "\n" + mark;
        }
        return mark + "\n" + text.substring(text.offsetByCodePoints(text.length(), -maxChars));
    }

    /** At most this many code points, from the head, without a marker. */
    static String head(String text, int maxChars) {
        return text.codePointCount(0, text.length()) <= maxChars ? text : text.substring(0, text.offsetByCodePoints(0, maxChars));
    }
}

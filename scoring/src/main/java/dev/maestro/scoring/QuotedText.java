package dev.maestro.scoring;

/** Text quoted in a score. */
final class QuotedText {
    private static final int MAX_CHARACTERS = 80;

    private QuotedText() {}

    static String brief(String text) {
        int length = text.codePointCount(0, text.length());
        return length <= MAX_CHARACTERS ? text : text.substring(0, text.offsetByCodePoints(0, MAX_CHARACTERS - 1)) + "…";
    }
}

package dev.maestro.core.text;

/** The mark U+FEFF that some programs put before a text: it says how the text is coded, and is no content anywhere. */
public final class ByteOrderMark {
    private static final char MARK = '\uFEFF';

    private ByteOrderMark() {}

    /** The text without marks at its beginning; several come where texts that had one were joined. */
    public static String removed(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == MARK) {
            at++;
        }
        return text.substring(at);
    }
}

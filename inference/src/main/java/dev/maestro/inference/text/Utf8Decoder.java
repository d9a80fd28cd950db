package dev.maestro.inference.text;

/**
 * Bytes → text as the reference decodes them: each longest beginning of a character that cannot go on becomes one
 * U+FFFD. Java's own decoder takes surrogates written as three bytes for one mistake instead of three.
 */
final class Utf8Decoder {
    private static final int REPLACEMENT = 0xFFFD;

    private Utf8Decoder() {}

    static String text(byte[] bytes, int length) {
        StringBuilder text = new StringBuilder(length);
        int at = 0;
        while (at < length) {
            int valid = valid(bytes, at, length);
            if (valid > 0 && valid == needed(bytes[at])) {
                text.appendCodePoint(point(bytes, at, valid));
                at += valid;
            } else {
                text.appendCodePoint(REPLACEMENT);
                at += Math.max(1, valid);
            }
        }
        return text.toString();
    }

    /** Bytes at the end that begin a character which more bytes could finish: 0 to 3. */
    static int unfinished(byte[] bytes, int length) {
        for (int back = Math.min(3, length); back > 0; back--) {
            int needed = needed(bytes[length - back]);
            if (needed > back && valid(bytes, length - back, length) == back) {
                return back;
            }
        }
        return 0;
    }

    /** Length of the character that a byte begins; 0 when it begins none. */
    private static int needed(byte first) {
        int b = first & 0xFF;
        return b < 0x80 ? 1 : b < 0xC2 ? 0 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : b < 0xF5 ? 4 : 0;
    }

    /** How many bytes from here on fit one character. */
    private static int valid(byte[] bytes, int at, int length) {
        int needed = needed(bytes[at]);
        int count = needed == 0 ? 0 : 1;
        while (count > 0 && count < needed && at + count < length && continues(bytes[at], bytes[at + count], count)) {
            count++;
        }
        return count;
    }

    /** Overlong forms, surrogates and what lies beyond the last plane show in the second byte. */
    private static boolean continues(byte first, byte next, int position) {
        int b = next & 0xFF;
        if (position == 1) {
            switch (first & 0xFF) {
                case 0xE0 -> { return b >= 0xA0 && b <= 0xBF; }
                case 0xED -> { return b >= 0x80 && b <= 0x9F; }
                case 0xF0 -> { return b >= 0x90 && b <= 0xBF; }
                case 0xF4 -> { return b >= 0x80 && b <= 0x8F; }
                default -> {}
            }
        }
        return b >= 0x80 && b <= 0xBF;
    }

    private static int point(byte[] bytes, int at, int length) {
        int point = switch (length) {
            case 1 -> bytes[at];
            case 2 -> bytes[at] & 0x1F;
            case 3 -> bytes[at] & 0x0F;
            default -> bytes[at] & 0x07;
        };
        for (int i = 1; i < length; i++) {
            point = point << 6 | bytes[at + i] & 0x3F;
        }
        return point;
    }
}

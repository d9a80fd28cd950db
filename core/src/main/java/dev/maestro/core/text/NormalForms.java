package dev.maestro.core.text;

/**
 * The normal forms in which names and texts are compared. White space is Unicode white space: the
 * separators and the bidirectional classes B, S and WS, so U+00A0, U+2028, U+3000, U+0085 and U+001C
 * to U+001F belong to it, U+200B and U+FEFF do not. Lower-casing follows Unicode's special casing
 * (a final capital sigma, the dotted capital I) and no locale. Thread-safe.
 */
public final class NormalForms {
    private static final int CAPITAL_SIGMA = 0x3A3;
    private static final int FINAL_SIGMA = 0x3C2;
    private static final int SMALL_SIGMA = 0x3C3;
    private static final int DOTTED_CAPITAL_I = 0x130;

    private NormalForms() {}

    /** Whether a Unicode code point is white space, as this class takes it. */
    public static boolean isSpace(int codePoint) {
        return codePoint >= 0x09 && codePoint <= 0x0D
                || codePoint >= 0x1C && codePoint <= 0x20
                || codePoint == 0x85
                || codePoint == 0xA0
                || codePoint == 0x1680
                || codePoint >= 0x2000 && codePoint <= 0x200A
                || codePoint == 0x2028
                || codePoint == 0x2029
                || codePoint == 0x202F
                || codePoint == 0x205F
                || codePoint == 0x3000;
    }

    /** Without white space at both ends. */
    public static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** A name's form for comparison: trimmed, lower-case. */
    public static String name(String written) {
        return lower(trim(written));
    }

    /** A text's form for matching: trimmed, lower-case, every run of white space one space. */
    public static String text(String written) {
        String lower = name(written);
        StringBuilder collapsed = new StringBuilder(lower.length());
        boolean inSpace = false;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            boolean space = isSpace(c);
            if (!space) {
                collapsed.append(c);
            } else if (!inSpace) {
                collapsed.append(' ');
            }
            inSpace = space;
        }
        return collapsed.toString();
    }

    /** A name without what separates its words: {@code OCR Problem-Solver} and {@code ocr_problem_solver} are one. */
    public static String unseparated(String written) {
        StringBuilder joined = new StringBuilder(written.length());
        lower(written).codePoints()
                .filter(c -> c != '_' && !isSpace(c) && Character.getType(c) != Character.DASH_PUNCTUATION)
                .forEach(joined::appendCodePoint);
        return joined.toString();
    }

    /** Lower-case by Unicode's special casing, with no locale; may be longer than the text. */
    public static String lower(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) < 0x80 && (text.charAt(i) < 'A' || text.charAt(i) > 'Z')) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        StringBuilder lower = new StringBuilder(text.length() + 4);
        for (int at = 0; at < text.length();) {
            int c = text.codePointAt(at);
            switch (c) {
                case DOTTED_CAPITAL_I -> lower.append("i\u0307");
                case CAPITAL_SIGMA -> lower.appendCodePoint(endsWord(text, at) ? FINAL_SIGMA : SMALL_SIGMA);
                default -> lower.appendCodePoint(Character.toLowerCase(c));
            }
            at += Character.charCount(c);
        }
        return lower.toString();
    }

    /** Unicode's Final_Sigma: a cased letter before, none after, whatever case-ignorable stands between. */
    private static boolean endsWord(String text, int sigma) {
        int before = sigma;
        boolean letterBefore = false;
        while (before > 0) {
            int c = text.codePointBefore(before);
            if (!isCaseIgnorable(c)) {
                letterBefore = isCased(c);
                break;
            }
            before -= Character.charCount(c);
        }
        if (!letterBefore) {
            return false;
        }
        for (int after = sigma + 1; after < text.length();) {
            int c = text.codePointAt(after);
            if (!isCaseIgnorable(c)) {
                return !isCased(c);
            }
            after += Character.charCount(c);
        }
        return true;
    }

    private static boolean isCased(int c) {
        return Character.isLowerCase(c) || Character.isUpperCase(c) || Character.isTitleCase(c);
    }

    private static boolean isCaseIgnorable(int c) {
        return switch (c) {
            // The word-break classes MidLetter, MidNumLet and Single_Quote.
            case '\'', '.', ':', 0xB7, 0x387, 0x55F, 0x5F4, 0x2018, 0x2019, 0x2024, 0x2027,
                    0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A ->
                true;
            default -> switch (Character.getType(c)) {
                case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT,
                        Character.MODIFIER_LETTER, Character.MODIFIER_SYMBOL ->
                    true;
                default -> false;
            };
        };
    }
}

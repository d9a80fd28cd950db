package dev.maestro.readers.text;

/** What kind of characters the networks give. */
final class Scripts {
    private static final String CJK_PUNCTUATION = "、。〈〉《》「」『』【】〔〕〖〗";

    private Scripts() {}

    /** Chinese characters, kana, hangul and punctuation that only they use. */
    static boolean isHan(String character) {
        if (character.isEmpty()) {
            return false;
        }
        int c = character.codePointAt(0);
        return c >= 0x2E80 && c <= 0x2FDF || c >= 0x3040 && c <= 0xA4CF || c >= 0xAC00 && c <= 0xD7FF
                || c >= 0xF900 && c <= 0xFAFF || c >= 0x20000 || CJK_PUNCTUATION.indexOf(c) >= 0;
    }

    /** The common form of full-width and typographic variants. */
    static String plain(String character) {
        if (character.isEmpty()) {
            return character;
        }
        int c = character.codePointAt(0);
        if (c >= 0xFF01 && c <= 0xFF5E) {
            return Character.toString(c - 0xFEE0);
        }
        return switch (character) {
            case "￠" -> "¢";
            case "￡" -> "£";
            case "￥" -> "¥";
            case "〇" -> "0";
            case "﹣", "－", "—", "‐" -> "-";
            case "’", "‘", "′", "´", "｀" -> "'";
            case "“", "”", "″", "〃" -> "\"";
            case "∶" -> ":";
            default -> character;
        };
    }
}

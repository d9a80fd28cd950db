package dev.maestro.policylocal.grammar;

/** Where in a character of UTF-8 a text stands; well-formed characters only, no control characters but white space. */
enum Utf8State {
    WHOLE, LAST, LAST_TWO, LAST_THREE, AFTER_E0, AFTER_ED, AFTER_F0, AFTER_F4, REFUSED,
    /** Lead bytes of a first character, among whose followers are white space or invisible ones. */
    FIRST_C2, FIRST_E2, FIRST_E3;

    Utf8State after(int unit) {
        return switch (this) {
            case WHOLE -> lead(unit);
            case LAST -> within(unit, 0x80, 0xbf, WHOLE);
            case LAST_TWO -> within(unit, 0x80, 0xbf, LAST);
            case LAST_THREE -> within(unit, 0x80, 0xbf, LAST_TWO);
            case AFTER_E0 -> within(unit, 0xa0, 0xbf, LAST);
            case AFTER_ED -> within(unit, 0x80, 0x9f, LAST);
            case AFTER_F0 -> within(unit, 0x90, 0xbf, LAST_TWO);
            case AFTER_F4 -> within(unit, 0x80, 0x8f, LAST_TWO);
            case FIRST_C2 -> unit == 0xad ? REFUSED : within(unit, 0xa1, 0xbf, WHOLE);
            case FIRST_E2 -> within(unit, 0x82, 0xbf, LAST);
            case FIRST_E3 -> within(unit, 0x81, 0xbf, LAST);
            case REFUSED -> REFUSED;
        };
    }

    /** The first character of a text that must not be empty: one that can be seen, and opens no markup. */
    static Utf8State first(int unit) {
        return switch (unit) {
            case '<', ' ', '\t', '\n', '\r' -> REFUSED;
            case 0xc2 -> FIRST_C2;
            case 0xe2 -> FIRST_E2;
            case 0xe3 -> FIRST_E3;
            case 0xee, 0xef, 0xf3, 0xf4 -> REFUSED; // private use, full-width brackets, tags
            default -> lead(unit);
        };
    }

    private static Utf8State lead(int unit) {
        if (unit < 0x80) {
            boolean control = unit < ' ' && unit != '\n' && unit != '\t' && unit != '\r' || unit == 0x7f;
            return control ? REFUSED : WHOLE;
        }
        if (unit < 0xc2 || unit > 0xf4) {
            return REFUSED;
        }
        return switch (unit) {
            case 0xe0 -> AFTER_E0;
            case 0xed -> AFTER_ED;
            case 0xf0 -> AFTER_F0;
            case 0xf4 -> AFTER_F4;
            default -> unit < 0xe0 ? LAST : unit < 0xf0 ? LAST_TWO : LAST_THREE;
        };
    }

    private static Utf8State within(int unit, int least, int most, Utf8State next) {
        return unit >= least && unit <= most ? next : REFUSED;
    }
}

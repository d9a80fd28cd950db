package dev.maestro.policylocal.grammar;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A piece of text that may become one of our tags, read leniently, as the parsers of actions and thoughts
 * read it: in any case, with white space beside the name. Immutable.
 *
 * @param seen  without white space, in lower case, from its {@code <}; empty outside of a tag
 * @param exact whether it was written as it is normally
 * @param named whether the name is over, and only white space and the end may follow
 */
record LenientTag(String seen, boolean exact, boolean named) {
    static final LenientTag NONE = new LenientTag("", true, false);
    private static final LenientTag OPENED = new LenientTag("<", true, false);
    private static final List<String> NAMES = List.of("search", "answer", "information", "think", "thinking");

    boolean isNone() {
        return seen.isEmpty();
    }

    /** Whether {@code >} would make it a tag. */
    boolean isWhole() {
        return NAMES.contains(name());
    }

    /** E.g. {@code </search>} when the byte {@code >} comes next. */
    String closed() {
        return seen + ">";
    }

    private String name() {
        return seen.replaceFirst("^</?", "");
    }

    /** After a byte that does not close it; {@link #NONE} when it can be no tag of ours any more. */
    LenientTag after(int unit) {
        if (unit == '<') {
            return OPENED;
        }
        if (isNone()) {
            return NONE;
        }
        if (unit == ' ' || unit >= '\t' && unit <= '\r') {
            return name().isEmpty() ? new LenientTag(seen, false, false) : isWhole() ? new LenientTag(seen, false, true) : NONE;
        }
        if (unit == '/' && seen.equals("<")) {
            return new LenientTag("</", exact, false);
        }
        if (named) {
            return NONE;
        }
        return letter(unit)
                .map(letter -> new LenientTag(seen + letter.toLowerCase(Locale.ROOT),
                        exact && letter.equals(letter.toLowerCase(Locale.ROOT)), false))
                .filter(longer -> NAMES.stream().anyMatch(name -> name.startsWith(longer.name())))
                .orElse(NONE);
    }

    private static Optional<String> letter(int unit) {
        return unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' ? Optional.of(String.valueOf((char) unit)) : Optional.empty();
    }
}

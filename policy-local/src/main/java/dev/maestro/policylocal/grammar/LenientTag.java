package dev.maestro.policy.grammar;

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
record Tag(String seen, boolean exact, boolean named) {
    static final Tag NONE = new Tag("", true, false);
    private static final Tag OPENED = new Tag("<", true, false);
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
    Tag after(int unit) {
        if (unit == '<') {
            return OPENED;
        }
        if (isNone()) {
            return NONE;
        }
        if (unit == ' ' || unit >= '\t' && unit <= '\r') {
            return name().isEmpty() ? new Tag(seen, false, false) : isWhole() ? new Tag(seen, false, true) : NONE;
        }
        if (unit == '/' && seen.equals("<")) {
            return new Tag("</", exact, false);
        }
        if (named) {
            return NONE;
        }
        return letter(unit).map(letter -> new Tag(seen + letter.toLowerCase(Locale.ROOT), exact && letter.equals(letter.toLowerCase(Locale.ROOT)), false))
                .filter(longer -> NAMES.stream().anyMatch(name -> name.startsWith(longer.name())))
                .orElse(NONE);
    }

    private static Optional<String> letter(int unit) {
        return unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' ? Optional.of(String.valueOf((char) unit)) : Optional.empty();
    }
}

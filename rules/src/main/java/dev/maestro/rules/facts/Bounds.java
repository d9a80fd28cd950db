package dev.maestro.rules.facts;

/** How long what rules insert may be. */
final class Bounds {
    private static final int TEXT = 8_000;
    private static final int NAME = 1_000;

    private Bounds() {}

    static String text(String text) {
        return text.length() <= TEXT ? text : text.substring(0, TEXT) + "…";
    }

    /** @throws IllegalArgumentException when it is longer than any name in a registry */
    static String name(String name) {
        if (name.length() > NAME) {
            throw new IllegalArgumentException("a name of " + name.length() + " characters; there is none of more than " + NAME);
        }
        return name;
    }
}

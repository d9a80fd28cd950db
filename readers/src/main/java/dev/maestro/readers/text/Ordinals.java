package dev.maestro.readers.text;

import java.util.List;

/** The words that number things in English questions. */
public final class Ordinals {
    /** {@code first} to {@code tenth}. */
    public static final List<String> WORDS = List.of("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
            "tenth");

    private Ordinals() {}
}

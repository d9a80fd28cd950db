package dev.maestro.inference.engine;

/** What the tokens of a model stand for, byte by byte. Thread-safe. */
public interface Vocabulary {
    /** Number of ids that may have a meaning; a model may score more. */
    int size();

    /** Bytes a token adds to the text; empty for tokens that are no text (ends of turns, placeholders, unused ids). */
    byte[] bytes(int token);
}

package dev.maestro.drawings;

/**
 * Makes drawings of one kind. The same seed gives the same drawing, question and answers on every
 * machine: no system font, clock or default time zone is used. Thread-safe.
 */
public interface DrawingGenerator {
    /** The kind by which it is asked for, lower-case with dashes, e.g. {@code receipt}. */
    String kind();

    Drawing draw(long seed);
}

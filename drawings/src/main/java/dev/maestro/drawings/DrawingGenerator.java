package dev.maestro.experts.pictures;

/**
 * Draws pictures of one kind. The same seed gives the same picture, question and answers on every
 * machine: no system font, clock or default time zone is used. Thread-safe.
 */
public interface PictureGenerator {
    /** The kind by which it is asked for, lower-case with dashes, e.g. {@code receipt}. */
    String kind();

    Drawn draw(long seed);
}

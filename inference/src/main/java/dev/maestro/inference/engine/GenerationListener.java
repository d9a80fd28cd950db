package dev.maestro.inference.engine;

/** Reads along. Called by the engine's thread: must be quick and not block; what it throws is dropped. */
@FunctionalInterface
public interface GenerationListener {
    GenerationListener NONE = (_, _) -> {};

    /** @param text whole characters that the token completed, often empty for parts of a character */
    void written(GenerationOutcome.Token token, String text);
}

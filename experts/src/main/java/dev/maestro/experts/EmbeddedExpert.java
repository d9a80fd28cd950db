package dev.maestro.experts;

import dev.maestro.core.CallContext;

/**
 * A program that answers from pixels. Thread-safe. When it cannot tell, it says so with
 * {@code NOT_ABLE}; it never guesses from nothing.
 */
public interface EmbeddedExpert {
    /** The name by which registry rows refer to it, e.g. {@code chart-reader}. */
    String implementation();

    ExpertOutcome call(ExpertRequest request, CallContext context);
}

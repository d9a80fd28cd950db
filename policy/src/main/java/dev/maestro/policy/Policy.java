package dev.maestro.policy;

import dev.maestro.core.CallContext;
/**
 * Chooses the next action of a query. Thread-safe; blocks its (virtual) thread. Never throws for
 * anything the transcript or a model's text holds.
 */
public interface Policy {
    /** Name as in {@code --policy}, e.g. {@code rules}, {@code remote}, {@code local}. */
    String name();

    /** What decided, for the record: model name and version, or the revision of the rules. */
    String version();

    /** Whether it looks at the images; one that does not gets none, only their facts. */
    default boolean seesImages() {
        return true;
    }

    /** Whether its model is in memory, so that workers may hold different ones, and some none. */
    default boolean isHeldByFew() {
        return false;
    }

    /** @param context is told directly before a model is asked, and may forbid it then */
    PolicyOutcome next(Transcript transcript, CallContext context);
}

package dev.maestro.training.rollout;

import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;

/**
 * A world's side of one trajectory: its grammar, what happens in it, and what it is worth. Driven in turns: {@link #forced} until the
 * branch is done, else a choice among {@link #allowed}, which {@link #accept} learns of. One thread.
 */
public interface Branch {
    /**
     * Ids that come next whatever the policy prefers: what the grammar leaves no choice about, and what comes from outside. Asked
     * once before each choice and once at the end; each id is handed out once. May be empty.
     */
    int[] forced();

    /** Whether nothing is left to choose; asked after {@link #forced}. */
    boolean isDone();

    /** Ids among which the next one is drawn, ascending, at least two; empty for the whole vocabulary. */
    int[] allowed();

    /** What that choice decides. */
    DecisionKind kind();

    /** Takes the id that was drawn. */
    void accept(int id);

    /** What the trajectory was worth; asked at its end. */
    double reward();

    /** How it ended; asked at its end. */
    default Ending ending() {
        return Ending.FINISHED;
    }

    /** Whether the next choice is learned from. */
    default boolean trained() {
        return true;
    }

    /** Share of draws of the next choice that are made evenly among what is allowed instead of by the policy; 0 to below 1. */
    default double explored() {
        return 0;
    }
}

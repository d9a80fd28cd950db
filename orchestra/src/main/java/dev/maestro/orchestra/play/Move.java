package dev.maestro.orchestra.play;

import java.util.Optional;

/** What a policy does next. */
public sealed interface Move {
    /**
     * @param expert slot in the panel
     * @param skill  slot in the panel
     * @param input  a value to compute with; empty: the question itself
     */
    record Call(int expert, int skill, Optional<String> input) implements Move {}

    /** The task is over. */
    record Answer(String value) implements Move {}
}

package dev.maestro.orchestra.text;

/** What a policy decides in a turn, in this order; the rest of the text follows from it. */
public enum TurnDecision {
    /** Call, or answer. */
    GO_ON,
    /** Whom to call. */
    EXPERT,
    /** With which skill. */
    SKILL,
    /** The question itself, or a value to compute with. */
    INPUT,
    /** Which value to answer. */
    ANSWER
}

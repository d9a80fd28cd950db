package dev.maestro.inference.engine;

/**
 * A language that a generated text must belong to, as an automaton that reads tokens. States are small
 * numbers; what belongs to one is worked out when first asked for. Thread-safe.
 */
public interface Constraint {
    int start();

    /** What may be written next; empty only where {@link #isComplete}. */
    TokenMask mask(int state);

    /** Where an allowed token leads. */
    int after(int state, int token);

    /** Whether the text is whole: generation ends here. */
    boolean isComplete(int state);

    /** Whether the next token chooses among names, so that its alternatives are worth keeping. */
    boolean isChoice(int state);

    /** The same place with only the short ways to the end left. */
    int hurried(int state);

    /** Tokens that suffice for the way from any {@link #hurried} state to the end. */
    int tokensInHurry();
}

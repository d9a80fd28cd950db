package dev.maestro.training.record;

/** What a drawn token decides. Entropy is steered for each kind apart. */
public enum DecisionKind {
    /** Whether to call another expert or to answer. */
    GO_ON,
    /** Part of an expert's name. */
    EXPERT,
    /** Part of a skill's name. */
    SKILL,
    /** Part of what is given to an expert. */
    INPUT,
    /** Anything else that is written: thoughts, answers. */
    TEXT
}

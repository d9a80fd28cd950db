package dev.maestro.app.stack;

/** How much of a stack a command needs. */
public enum StackNeed {
    /** The record only. */
    DATABASE,
    /** The record, and Temporal to reach queries. */
    TEMPORAL,
    /** All of it: somebody must answer. */
    WORKER
}

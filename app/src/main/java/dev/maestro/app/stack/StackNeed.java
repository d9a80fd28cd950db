package dev.maestro.app;

/** How much of a stack a command needs. */
public enum Need {
    /** The record only. */
    DATABASE,
    /** The record, and Temporal to reach queries. */
    TEMPORAL,
    /** All of it: somebody must answer. */
    WORKER
}

package dev.maestro.policy.checkpoint;

import dev.maestro.policy.Policy;

/** A checkpoint in this process, loaded and ready to decide. Takes its memory until it is closed. Thread-safe. */
public interface HeldPolicy extends AutoCloseable {
    /** The policy's name in queries, settings and the record. */
    String NAME = "local";

    Policy policy();

    /** For people: which checkpoint, where and how. */
    String description();

    @Override
    void close();
}

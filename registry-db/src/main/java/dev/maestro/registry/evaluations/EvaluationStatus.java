package dev.maestro.registry.evaluations;

import dev.maestro.core.WireForm;

/** How an evaluation stands. */
public enum EvaluationStatus implements WireForm {
    /** Its samples are being taken in. */
    TAKING_IN,
    RUNNING,
    PAUSED,
    CANCELLED,
    FAILED,
    FINISHED;

    @Override
    public String toString() {
        return wire();
    }
}

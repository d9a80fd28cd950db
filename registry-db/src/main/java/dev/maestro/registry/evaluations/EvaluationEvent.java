package dev.maestro.registry.evaluations;

import dev.maestro.core.WireForm;

/** What happens to an evaluation as a whole. */
public enum EvaluationEvent implements WireForm {
    STARTED,
    PAUSED,
    RESUMED,
    CANCELLED,
    FINISHED,
    FAILED;

    @Override
    public String toString() {
        return wire();
    }
}

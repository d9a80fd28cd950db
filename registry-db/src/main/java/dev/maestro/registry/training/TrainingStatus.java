package dev.maestro.registry.training;

import dev.maestro.core.WireForm;

/** How a training run stands: what happened to it last. */
public enum TrainingStatus implements WireForm {
    RUNNING,
    PAUSED,
    /** Ended on request; it can go on. */
    STOPPED,
    /** Ended by the alarm; its best checkpoint stands. */
    COLLAPSED,
    FINISHED,
    FAILED;

    @Override
    public String toString() {
        return wire();
    }
}

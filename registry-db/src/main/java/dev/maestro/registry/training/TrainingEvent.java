package dev.maestro.registry.training;

import dev.maestro.core.WireForm;

/** What happens to a training run as a whole. */
public enum TrainingEvent implements WireForm {
    STARTED(TrainingStatus.RUNNING),
    PAUSED(TrainingStatus.PAUSED),
    RESUMED(TrainingStatus.RUNNING),
    STOPPED(TrainingStatus.STOPPED),
    COLLAPSED(TrainingStatus.COLLAPSED),
    FINISHED(TrainingStatus.FINISHED),
    FAILED(TrainingStatus.FAILED);

    private final TrainingStatus after;

    TrainingEvent(TrainingStatus after) {
        this.after = after;
    }

    /** How the run stands when this happened last. */
    public TrainingStatus after() {
        return after;
    }

    @Override
    public String toString() {
        return wire();
    }
}

package dev.maestro.activities;

import dev.maestro.registry.training.TrainingEvent;
import io.temporal.activity.ActivityInterface;

/** The diary of training runs, written by every worker that runs their workflows. */
@ActivityInterface
public interface TrainingNotes {
    /** Writes an entry into the diary of its run. */
    void noteTraining(TrainingNote note);

    record TrainingNote(String run, TrainingEvent event, String detail) {}
}

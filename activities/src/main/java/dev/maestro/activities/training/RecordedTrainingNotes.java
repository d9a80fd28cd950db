package dev.maestro.activities.training;

import dev.maestro.activities.TrainingNotes;
import dev.maestro.registry.training.TrainingStore;
import java.time.InstantSource;

/** {@link TrainingNotes} in the record. Thread-safe. */
public final class RecordedTrainingNotes implements TrainingNotes {
    private final TrainingStore store;
    private final InstantSource clock;

    public RecordedTrainingNotes(TrainingStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public void noteTraining(TrainingNote note) {
        store.note(note.run(), note.event(), note.detail(), clock.instant());
    }
}

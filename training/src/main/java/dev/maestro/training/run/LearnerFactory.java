package dev.maestro.training.run;

import dev.maestro.registry.training.TrainingStore;
import java.nio.file.Path;

/** Makes the learner of a run. */
public interface LearnerFactory {
    /** At the beginning of the recipe. */
    Learner begin(TrainingStore.Run run);

    /** From a state that a learner of the same run saved. */
    Learner resume(TrainingStore.Run run, Path state);
}

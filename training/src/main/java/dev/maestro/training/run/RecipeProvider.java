package dev.maestro.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.workflows.worker.TrainerServices;
import dev.maestro.workflows.worker.TrainingData;
import java.util.Map;
import java.util.Optional;

/** A task that can be learned: found on the class path. */
public interface RecipeProvider {
    /** Name of the task, as setting {@code task} has it. */
    String task();

    /** Settings of a run, complete. @throws dev.maestro.core.errors.MaestroException when one is not known or out of range */
    JsonNode settings(Map<String, String> given);

    /** What a run with these settings learns from, where that is taken in before it begins. */
    default Optional<TrainingData> data(JsonNode settings) {
        return Optional.empty();
    }

    LearnerFactory learners(TrainerServices services);
}

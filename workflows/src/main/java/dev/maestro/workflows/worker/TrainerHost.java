package dev.maestro.workflows.worker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.checkpoint.CheckpointSupportErrors;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/** Trains in this process. Module {@code training} implements it and brings PyTorch along. */
public interface TrainerHost {
    /** The implementation on the class path; empty where there is none. */
    static Optional<TrainerHost> find() {
        return ServiceLoader.load(TrainerHost.class, TrainerHost.class.getClassLoader()).findFirst();
    }

    /** @throws MaestroException {@code MODEL_SUPPORT_MISSING} where there is none; it names the jar */
    static TrainerHost required() {
        return find().orElseThrow(() -> new MaestroException(CheckpointSupportErrors.MODEL_SUPPORT_MISSING,
                "nothing on the class path trains: maestro-training, with PyTorch, is left out."
                        + " Start Maestro with all of its jars, without MAESTRO_SLIM."));
    }

    /**
     * Settings of a run, complete.
     *
     * @param given by key; what is not given has its default
     * @throws MaestroException when a key is not known, or a value is outside its range
     */
    JsonNode settings(Map<String, String> given);

    /**
     * Takes chunks of training runs from the queue, one at a time.
     *
     * @return stops it when the step under way is done
     */
    AutoCloseable start(TrainerServices services);

    /**
     * What data a run with these settings learns from, and what it validates with, as {@code evaluate} takes it; empty where the task
     * makes its own.
     *
     * @param settings as {@link #settings} gave them
     */
    Optional<TrainingData> data(JsonNode settings);
}

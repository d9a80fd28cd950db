package dev.maestro.workflows.worker;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.checkpoint.CheckpointSupportErrors;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.registry.training.OffPolicyEstimate;
import dev.maestro.registry.training.TrainingStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;

/** Estimates how good a checkpoint is from what others drew. Module {@code training} implements it and brings PyTorch along. */
public interface CheckpointEstimates {
    /** The implementation on the class path; empty where there is none. */
    static Optional<CheckpointEstimates> find() {
        return ServiceLoader.load(CheckpointEstimates.class, CheckpointEstimates.class.getClassLoader()).findFirst();
    }

    /** @throws MaestroException {@code MODEL_SUPPORT_MISSING} where there is none; it names the jar */
    static CheckpointEstimates required() {
        return find().orElseThrow(() -> new MaestroException(CheckpointSupportErrors.MODEL_SUPPORT_MISSING,
                "nothing on the class path judges trajectories: maestro-training, with PyTorch, is left out."
                        + " Start Maestro with all of its jars, without MAESTRO_SLIM."));
    }

    /**
     * What a checkpoint would get where a run's newest trajectories were drawn: those of its last stage that drew any.
     *
     * @param run         on record in the store
     * @param steps       newest ones, at most, that drew something; at least 1
     * @param folder      of the checkpoint
     * @param temperature at which it is taken to draw; 0: always the likeliest
     * @throws MaestroException {@code PROPENSITY_MISSING} where the record does not say how likely a decision was, {@code ESTIMATE_IMPOSSIBLE}
     *                          where nothing was drawn
     */
    OffPolicyEstimate estimate(TrainingStore store, String run, int steps, Path folder, double temperature, NativesSettings natives);
}

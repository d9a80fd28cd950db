package dev.maestro.training.run;

import dev.maestro.training.torch.SavedFolder;
import java.nio.file.Path;

/**
 * What learns: a recipe at some step of it. Every random choice follows from the run's seed and the step, so that a learner
 * that goes on from a saved state takes the very steps that the one that saved it would have taken. For one thread.
 */
public interface Learner extends AutoCloseable {
    /** Steps taken so far, all stages together. */
    long step();

    /** Whether the recipe is done; then {@link #next} must not be called. */
    boolean isFinished();

    /** Takes one step. */
    StepReport next();

    /**
     * Writes everything that {@link LearnerFactory#resume} needs into a folder that is not there yet.
     *
     * @throws dev.maestro.core.errors.MaestroException when it cannot be written
     */
    void saveState(Path folder);

    /** Writes the weights as a checkpoint that can serve, into a folder that is not there yet. */
    SavedFolder saveCheckpoint(Path folder);

    @Override
    void close();
}

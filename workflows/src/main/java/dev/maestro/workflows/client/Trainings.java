package dev.maestro.workflows.client;

import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.workflows.training.TrainingProgress;
import java.time.Duration;
import java.util.Optional;

/** The client's side of training runs: start, watch, steer. Thread-safe. */
public interface Trainings {
    /** Starts a recorded run, or goes on with it; nothing happens while it runs. */
    void start(String name);

    /** Live progress; empty when it never ran on this server, or nobody can say just now. */
    Optional<TrainingProgress> progress(String name);

    /** Waits for the end; empty when it has not ended in time. With how it ended. */
    Optional<TrainingStatus> await(String name, Duration timeout);

    /** Ends it after the step under way; {@link #start} goes on from the last saved state. */
    void stop(String name);

    /**
     * Lets no new chunk of steps begin; the one under way goes on.
     *
     * @param by who asks, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such training run goes on
     */
    void pause(String name, String by);

    /**
     * @param by who asks, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such training run goes on
     */
    void resume(String name, String by);
}

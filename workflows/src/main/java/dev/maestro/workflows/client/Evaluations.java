package dev.maestro.workflows.client;

import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.workflows.evaluation.EvaluationProgress;
import java.time.Duration;
import java.util.Optional;

/** The client's side of running evaluations: start, watch, steer. Thread-safe. */
public interface Evaluations {
    /** Starts the queries that have no result yet; nothing happens while it runs. */
    void start(Evaluation evaluation);

    /** Live progress; empty when it never ran on this server, or nobody can say just now. */
    Optional<EvaluationProgress> progress(String name);

    /** Waits for the end; empty when it has not ended in time. With how it ended. */
    Optional<EvaluationStatus> await(String name, Duration timeout);

    /** Stops it and the queries under way; {@link #start} goes on with what has no result. */
    void cancel(String name);

    void pause(String name, String by);

    void resume(String name, String by);

    /** @throws IllegalArgumentException unless 1 to 500 */
    void concurrency(String name, int queries);
}

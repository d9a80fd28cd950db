package dev.maestro.workflows.client;

import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.workflows.evaluation.EvaluationProgress;
import java.time.Duration;
import java.util.Optional;

/** The client's side of running evaluations: start, watch, steer. Thread-safe. */
public interface Evaluations {
    /**
     * Starts the queries that have no result yet; nothing happens while it runs.
     *
     * @throws dev.maestro.core.errors.MaestroException {@code EVALUATION_UNKNOWN} when it is not recorded
     */
    void start(Evaluation evaluation);

    /** Live progress; empty when it never ran on this server, or nobody can say just now. */
    Optional<EvaluationProgress> progress(String name);

    /** Waits for the end; empty when it has not ended in time. With how it ended. */
    Optional<EvaluationStatus> await(String name, Duration timeout);

    /** Stops it and the queries under way; {@link #start} goes on with what has no result. */
    void cancel(String name);

    /**
     * Lets no new query start; those under way go on.
     *
     * @param by who asks, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such evaluation runs
     */
    void pause(String name, String by);

    /**
     * @param by who asks, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such evaluation runs
     */
    void resume(String name, String by);

    /**
     * Sets how many queries run at the same time; those under way go on.
     *
     * @param queries 1 to 500
     * @throws dev.maestro.core.errors.MaestroException {@code CONCURRENCY_INVALID} for another number
     */
    void concurrency(String name, int queries);
}

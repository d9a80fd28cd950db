package dev.maestro.workflows.client;

import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryState;
import java.time.Duration;
import java.util.Optional;

/** The client's side of queries: submit, watch, steer. Thread-safe. */
public interface Queries {
    /** Starts a query; the same id again returns the one that runs or ended. */
    void submit(QueryInput input);

    /** Live state; empty when there is no such query. Of an ended one, the final state. */
    Optional<QueryState> state(String queryId);

    /** Waits for the end. Empty when it has not ended in time. */
    Optional<QueryResult> await(String queryId, Duration timeout);

    /**
     * Asks a running query to stop; calls under way are broken off.
     *
     * @throws dev.maestro.core.errors.MaestroException {@code QUERY_ENDED} when it does not run any more
     * @throws io.temporal.client.WorkflowNotFoundException when there never was one
     */
    void cancel(String queryId);

    /**
     * Lets no new step start; calls under way go on. Nothing happens to a paused one.
     *
     * @param by who asks, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such query runs
     */
    void pause(String queryId, String by);

    /**
     * @param by who asks, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such query runs
     */
    void resume(String queryId, String by);

    /**
     * Answers what a query waits for. The newest answer about a target counts for every later call of it, too.
     *
     * @param target expert or skill, as in {@link QueryState#approval}
     * @param by     who decides, for the record
     * @throws io.temporal.client.WorkflowNotFoundException when no such query runs
     */
    void approve(String queryId, String target, boolean approved, String by);

    /**
     * Runs a failed or cancelled query again from its last good step, with other limits if given.
     *
     * @throws dev.maestro.core.errors.MaestroException {@code QUERY_UNKNOWN}, or {@code QUERY_NOT_RETRYABLE} for one that was answered
     */
    void retry(String queryId, Optional<dev.maestro.registry.history.QueryHistory.Limits> limits);
}

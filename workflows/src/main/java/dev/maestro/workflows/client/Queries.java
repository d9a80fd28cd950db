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

    /** Asks a running query to stop; calls under way are broken off. */
    void cancel(String queryId);

    void pause(String queryId, String by);

    void resume(String queryId, String by);

    void approve(String queryId, String target, boolean approved, String by);

    /** Runs a failed or cancelled query again from its last good step, with other limits if given. */
    void retry(String queryId, Optional<dev.maestro.registry.history.QueryHistory.Limits> limits);
}

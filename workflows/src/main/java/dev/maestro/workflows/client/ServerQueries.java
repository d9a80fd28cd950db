package dev.maestro.workflows.client;

import dev.maestro.activities.RunningQueries;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryStart;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link RunningQueries} on a Temporal server. */
public final class ServerQueries implements RunningQueries {
    private final WorkflowClient client;
    private final QueryHistory history;

    public ServerQueries(WorkflowClient client, QueryHistory history) {
        this.client = client;
        this.history = history;
    }

    @Override
    public Ending await(String queryId, Duration timeout) {
        try {
            stub(queryId).getResult(timeout.toMillis(), TimeUnit.MILLISECONDS, QueryResult.class);
            return Ending.ENDED;
        } catch (TimeoutException e) {
            return Ending.RUNNING;
        } catch (WorkflowFailedException e) {
            return Ending.ENDED;
        } catch (WorkflowNotFoundException e) {
            return history.outcome(queryId).isPresent() ? Ending.ENDED : Ending.UNKNOWN;
        }
    }

    @Override
    public void cancel(String queryId) {
        try {
            stub(queryId).cancel();
        } catch (WorkflowNotFoundException e) {
            // It does not run: there is nothing to stop.
        }
    }

    private WorkflowStub stub(String queryId) {
        return client.newUntypedWorkflowStub(QueryStart.workflowId(queryId));
    }
}

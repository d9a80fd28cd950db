package dev.maestro.workflows.client;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QuerySummary;
import dev.maestro.workflows.query.QueryStart;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds queries that run by their record and whose workflow was ended from outside or is gone, and records that they failed with
 * {@code WORKFLOW_ENDED}: no list says "running" of what nobody runs, and what was reserved for them is released. They can be retried.
 * Workers look at intervals; several of them do no harm.
 */
public final class QueryKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueryKeeper.class);
    private static final int MOST = 500;
    /** A query that began just now is well; its workflow may be recording its end. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final WorkflowClient client;
    private final QueryHistory history;
    private final Set<String> gone = new HashSet<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public QueryKeeper(WorkflowClient client, QueryHistory history) {
        this.client = client;
        this.history = history;
    }

    /** Begins to look. */
    public QueryKeeper start(Duration every) {
        Thread.ofVirtual().name("query-keeper").start(() -> {
            try {
                while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                    lookQuietly();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    private void lookQuietly() {
        try {
            look(Instant.now().minus(YOUNG));
        } catch (RuntimeException e) {
            // no database or no engine just now: the next look finds the same
            LOG.debug("event=queries_not_looked_at reason=\"{}\"", e.getMessage());
        }
    }

    /**
     * Looks once, and closes the record of those whose workflow was found gone by the look before, too: one that is being retried just
     * now has a workflow again by then. One thread at a time.
     *
     * @param before queries that were accepted later are left alone
     */
    public void look(Instant before) {
        Set<String> found = new HashSet<>();
        for (QueryStatus open : QueryStatus.values()) {
            if (!open.isEnded()) {
                history.list(MOST, Optional.of(open)).forEach(query -> look(query, before, found));
            }
        }
        gone.clear();
        gone.addAll(found);
    }

    private void look(QuerySummary query, Instant before, Set<String> found) {
        if (query.acceptedAt().isBefore(before) && isGone(query.id())) {
            found.add(query.id());
            if (gone.contains(query.id())) {
                close(query.id());
            }
        }
    }

    private void close(String queryId) {
        int run = history.newestRun(queryId);
        history.finish(new OutcomeRow(queryId, run, QueryStatus.FAILED, Optional.empty(), QueryErrors.WORKFLOW_ENDED.name(),
                "the query's workflow was ended from outside, or is gone; retry the query to go on where it stopped", Instant.now()));
        LOG.warn("event=query_closed query={} run={} reason=\"its workflow is gone\"", queryId, run);
    }

    private boolean isGone(String queryId) {
        try {
            return client.newUntypedWorkflowStub(QueryStart.workflowId(queryId)).describe()
                    .getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
        } catch (WorkflowNotFoundException _) {
            return true;
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}

package dev.maestro.workflows.client;

import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStore;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds evaluations that run by their record and whose workflow is gone, and goes on with them: nothing is asked twice, and
 * no list says "running" of what nobody runs. Workers look at intervals; several of them do no harm. One that failed or was cancelled
 * says so in its record, and stays as it is.
 */
public final class EvaluationKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvaluationKeeper.class);
    /** Evaluations that run at the same time are few. */
    private static final int MOST = 100;

    private final WorkflowClient client;
    private final EvaluationStore store;
    private final TemporalEvaluations evaluations;
    private final CountDownLatch closed = new CountDownLatch(1);

    public EvaluationKeeper(WorkflowClient client, EvaluationStore store) {
        this.client = client;
        this.store = store;
        this.evaluations = new TemporalEvaluations(client, store);
    }

    /** Begins to look. */
    public EvaluationKeeper start(Duration every) {
        Thread.ofVirtual().name("evaluation-keeper").start(() -> {
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
            look();
        } catch (RuntimeException e) {
            // no database or no engine just now: the next look finds the same
            LOG.debug("event=evaluations_not_looked_at reason=\"{}\"", e.getMessage());
        }
    }

    /** Looks once, and goes on with those that nobody runs. */
    public void look() {
        for (String name : store.running(MOST)) {
            // The record is read again: between the two looks it may have ended.
            if (isGone(name) && store.running(MOST).contains(name)) {
                Optional<Evaluation> evaluation = store.evaluation(name);
                evaluation.ifPresent(evaluations::start);
                LOG.info("event=evaluation_resumed name={} reason=\"its workflow was gone\"", name);
            }
        }
    }

    private boolean isGone(String name) {
        try {
            return client.newUntypedWorkflowStub(TemporalEvaluations.workflowId(name)).describe()
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

package dev.maestro.workflows.client;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryStart;
import dev.maestro.workflows.query.QueryState;
import dev.maestro.workflows.query.QueryWorkflow;
import dev.maestro.workflows.query.SearchAttributeKeys;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.worker.HistoryDataConverter;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link Queries} on a Temporal server. */
public final class TemporalQueries implements Queries {
    private final WorkflowClient client;
    private final QueryHistory history;

    /** @param client uses {@link HistoryDataConverter} */
    public TemporalQueries(WorkflowClient client, QueryHistory history) {
        this.client = client;
        this.history = history;
    }

    @Override
    public void submit(QueryInput input) {
        start(input, WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE);
    }

    private void start(QueryInput input, WorkflowIdReusePolicy reuse) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.QUERIES)
                .setWorkflowId(QueryStart.workflowId(input.id()))
                .setWorkflowIdReusePolicy(reuse)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowTaskTimeout(QueryStart.TASK_TIMEOUT)
                .setDisableEagerExecution(false)
                .setStaticSummary(QueryStart.summary(input.question()))
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchAttributeKeys.STATUS, QueryStatus.RUNNING.wire())
                        .set(SearchAttributeKeys.PROFILE, input.profile().wire())
                        .build())
                .build();
        try {
            WorkflowClient.start(client.newWorkflowStub(QueryWorkflow.class, options)::answer, input);
        } catch (WorkflowExecutionAlreadyStarted e) {
            if (reuse != WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE) {
                throw new MaestroException(QueryErrors.QUERY_NOT_RETRYABLE, "query " + input.id()
                        + " was answered; only a failed or cancelled query can be retried", e);
            }
            // The same query again: the one that ended stands.
        }
    }

    @Override
    public Optional<QueryState> state(String queryId) {
        try {
            return Optional.of(stub(queryId).query("state", QueryState.class));
        } catch (WorkflowNotFoundException | WorkflowServiceException | WorkflowQueryException e) {
            // Not known to this server, no worker to answer, or a worker that cannot: what is recorded is what is known.
            return history.audit(queryId).map(TemporalQueries::stateOf);
        }
    }

    private static QueryState stateOf(Audit audit) {
        QueryStatus status = audit.outcomes().isEmpty() ? QueryStatus.RUNNING : audit.outcomes().getLast().status();
        List<QueryState.Event> events = audit.steps().stream()
                .map(s -> new QueryState.Event(s.turn(), EventKind.STEP, s.expert() + " · " + s.call(), s.at().toEpochMilli()))
                .toList();
        return new QueryState(audit.query().id(), status, audit.turns().size(), "", Optional.empty(), events);
    }

    @Override
    public Optional<QueryResult> await(String queryId, Duration timeout) {
        try {
            return Optional.of(stub(queryId).getResult(timeout.toMillis(), TimeUnit.MILLISECONDS, QueryResult.class));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (WorkflowFailedException e) {
            if (e.getCause() instanceof ApplicationFailure failure && failure.getDetails().getSize() > 0) {
                return Optional.of(failure.getDetails().get(QueryResult.class));
            }
            return Optional.of(recorded(queryId, e));
        } catch (WorkflowNotFoundException e) {
            return history.audit(queryId).filter(a -> !a.outcomes().isEmpty()).map(TemporalQueries::resultOf);
        }
    }

    /** The result of a run whose workflow gave none: cancelled, or ended from outside. */
    private QueryResult recorded(String queryId, WorkflowFailedException cause) {
        Optional<Audit> audit = history.audit(queryId);
        return audit.filter(a -> !a.outcomes().isEmpty())
                .map(TemporalQueries::resultOf)
                .orElseGet(() -> new QueryResult(queryId, QueryStatus.FAILED, Optional.empty(), List.of(), List.of(), 0, "",
                        audit.map(a -> a.query().profile()).orElse(Profile.DEFAULT), audit.map(a -> a.query().policy()).orElse(""), "", 0,
                        0,
                        0, 0, QueryErrors.WORKFLOW_ENDED.name(), "the workflow was ended from outside: " + cause.getMessage()));
    }

    private static QueryResult resultOf(Audit audit) {
        OutcomeRow outcome = audit.outcomes().getLast();
        QueryRow query = audit.query();
        Optional<PinRow> pin = audit.pin();
        List<StepRow> steps = audit.steps();
        long tokens = steps.stream().mapToLong(s -> s.inputTokens() + s.outputTokens()).sum()
                + audit.turns().stream().mapToLong(t -> t.decision().inputTokens() + t.decision().outputTokens()).sum();
        long micros = steps.stream().mapToLong(StepRow::costMicros).sum()
                + audit.turns().stream().mapToLong(t -> t.decision().costMicros()).sum();
        return new QueryResult(query.id(), outcome.status(), outcome.answer(),
                steps.stream().map(StepRow::expert).filter(e -> !e.isEmpty()).distinct().toList(),
                steps.stream().map(StepRow::leaf).distinct().toList(),
                pin.map(PinRow::registryRevision).orElse(0L), pin.map(PinRow::ruleSet).orElse(""), query.profile(), query.policy(),
                pin.map(PinRow::policyVersion).orElse(""), audit.turns().size(), steps.size(), tokens, micros,
                outcome.reason(), outcome.message());
    }

    @Override
    public void cancel(String queryId) {
        WorkflowStub stub = stub(queryId);
        // The server takes a request to stop what has ended, and nothing follows.
        if (stub.describe().getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
            throw new MaestroException(QueryErrors.QUERY_ENDED, "query \"" + queryId + "\" does not run any more");
        }
        stub.cancel();
    }

    @Override
    public void pause(String queryId, String by) {
        stub(queryId).signal("pause", by);
    }

    @Override
    public void resume(String queryId, String by) {
        stub(queryId).signal("resume", by);
    }

    @Override
    public void approve(String queryId, String target, boolean approved, String by) {
        stub(queryId).signal("approve", new QueryWorkflow.Approval(target, approved, by));
    }

    @Override
    public void retry(String queryId, Optional<Limits> limits) {
        QueryRow query = history.query(queryId)
                .orElseThrow(() -> new MaestroException(QueryErrors.QUERY_UNKNOWN, "no query \"" + queryId + "\""));
        Optional<OutcomeRow> outcome = history.outcome(queryId);
        if (outcome.filter(o -> o.status() == QueryStatus.ANSWERED).isPresent()) {
            throw new MaestroException(QueryErrors.QUERY_NOT_RETRYABLE, "query " + queryId
                    + " was answered; only a failed or cancelled query can be retried");
        }
        int run = outcome.map(o -> o.run() + 1).orElse(0);
        if (run > 0) {
            // Before it starts: whoever has a result of the run before knows that another one comes.
            history.retried(queryId, run, limits.orElse(query.limits()), Instant.now());
        }
        start(new QueryInput(query.id(), query.question(), query.images(), query.profile(), query.policy(), limits.orElse(query.limits()),
                run),
                WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY);
    }

    private WorkflowStub stub(String queryId) {
        return client.newUntypedWorkflowStub(QueryStart.workflowId(queryId));
    }
}

package dev.maestro.workflows.evaluation;

import dev.maestro.activities.EvaluationActivities.Queued;
import dev.maestro.activities.EvaluationActivities.RecordRequest;
import dev.maestro.activities.EvaluationActivities.Recorded;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.workflows.evaluation.EvaluationInput.Open;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryStart;
import dev.maestro.workflows.query.QueryWorkflow;
import dev.maestro.workflows.query.SearchAttributeKeys;
import dev.maestro.workflows.query.TaskQueues;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Leads a sample through an evaluation, inside workflow code. Its query runs as a child workflow under an id of its
 * own, so it is never asked twice; when that query runs or ended already, this class waits for it instead. Children
 * outlive their parent: a run that hands over to the next one leaves them running.
 */
final class SampleQueries {
    private final EvaluationInput evaluation;
    private final List<Promise<WorkflowExecution>> starting = new ArrayList<>();

    SampleQueries(EvaluationInput evaluation) {
        this.evaluation = evaluation;
    }

    /** Whether the server knows of every query that was started. */
    boolean allKnown() {
        return starting.stream().allMatch(Promise::isCompleted);
    }

    /** Asks a sample and records its result; empty when the evaluation was cancelled: then the sample is asked when it goes on. */
    Optional<Recorded> asked(Queued sample, Open opened) {
        return sample.ended() ? Optional.of(recorded(opened, "", "")) : ended(opened, () -> child(sample));
    }

    /** Waits for a query that the run before left running, and records the sample's result likewise. */
    Optional<Recorded> resumed(Open opened) {
        return ended(opened, () -> awaited(queryId(opened)));
    }

    private Optional<Recorded> ended(Open opened, Runnable query) {
        String reason = "";
        String message = "";
        try {
            query.run();
        } catch (TemporalFailure failure) {
            if (failure instanceof CanceledFailure || CancellationScope.current().isCancelRequested()) {
                return Optional.empty();
            }
            // The query's own record says how it failed; this is for one that had no chance to record it.
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            reason = cause instanceof ApplicationFailure application ? application.getType() : "WORKFLOW_ENDED";
            message = cause instanceof ApplicationFailure application
                    ? application.getOriginalMessage()
                    : String.valueOf(cause.getMessage());
        }
        return Optional.of(recorded(opened, reason, message));
    }

    private Recorded recorded(Open opened, String reason, String message) {
        return EvaluationStubs.local("record " + queryId(opened)).record(new RecordRequest(
                evaluation.evaluation(), opened.index(), opened.attempt(), queryId(opened), opened.submittedAtMs(), reason, message));
    }

    private String queryId(Open opened) {
        return Evaluation.queryId(evaluation.evaluation(), opened.index(), opened.attempt());
    }

    private void child(Queued sample) {
        QueryWorkflow query = Workflow.newChildWorkflowStub(QueryWorkflow.class, ChildWorkflowOptions.newBuilder()
                .setWorkflowId(QueryStart.workflowId(sample.queryId()))
                .setTaskQueue(TaskQueues.QUERIES)
                .setWorkflowTaskTimeout(QueryStart.TASK_TIMEOUT)
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
                .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_ABANDON)
                .setStaticSummary(QueryStart.summary(sample.question()))
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchAttributeKeys.STATUS, QueryStatus.RUNNING.wire())
                        .set(SearchAttributeKeys.PROFILE, evaluation.profile().wire())
                        .set(SearchAttributeKeys.EVALUATION, evaluation.evaluation())
                        .build())
                .build());
        Promise<QueryResult> result = Async.function(query::answer, new QueryInput(
                sample.queryId(), sample.question(), sample.images(), evaluation.profile(), evaluation.policy(), evaluation.limits(),
                sample.run()));
        Promise<WorkflowExecution> start = Workflow.getWorkflowExecution(query);
        starting.add(start);
        try {
            result.get();
        } catch (ChildWorkflowFailure failure) {
            if (!hasCause(failure, WorkflowExecutionAlreadyStarted.class)) {
                throw failure;
            }
            // Looked at, so that it is not logged as an exception that nobody minds.
            start.getFailure();
            awaited(sample.queryId());
        }
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (@Nullable
        Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static void awaited(String queryId) {
        if (!EvaluationStubs.waiting("wait for " + queryId).awaitQuery(queryId)) {
            throw ApplicationFailure.newNonRetryableFailure("no query \"" + queryId + "\" runs, and none is recorded", "QUERY_UNKNOWN");
        }
    }
}

package dev.maestro.workflows.client;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.workflows.evaluation.EvaluationInput;
import dev.maestro.workflows.evaluation.EvaluationProgress;
import dev.maestro.workflows.evaluation.EvaluationWorkflow;
import dev.maestro.workflows.query.QueryStart;
import dev.maestro.workflows.query.SearchAttributeKeys;
import dev.maestro.workflows.query.TaskQueues;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link Evaluations} on a Temporal server. */
public final class TemporalEvaluations implements Evaluations {
    private final WorkflowClient client;
    private final EvaluationStore store;

    public TemporalEvaluations(WorkflowClient client, EvaluationStore store) {
        this.client = client;
        this.store = store;
    }

    /** The id under which the Temporal UI shows an evaluation. */
    public static String workflowId(String name) {
        return "evaluation-" + name;
    }

    @Override
    public void start(Evaluation evaluation) {
        Overview now = store.overview(evaluation.name())
                .orElseThrow(() -> new MaestroException(QueryErrors.EVALUATION_UNKNOWN, "no evaluation \"" + evaluation.name() + "\""));
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.EVALUATIONS)
                .setWorkflowId(workflowId(evaluation.name()))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowTaskTimeout(QueryStart.TASK_TIMEOUT)
                .setStaticSummary(evaluation.data() + " · " + evaluation.profile() + " · " + evaluation.policy())
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchAttributeKeys.STATUS, EvaluationStatus.RUNNING.wire())
                        .set(SearchAttributeKeys.PROFILE, evaluation.profile().wire())
                        .set(SearchAttributeKeys.EVALUATION, evaluation.name())
                        .build())
                .build();
        WorkflowClient.start(client.newWorkflowStub(EvaluationWorkflow.class, options)::evaluate, EvaluationInput.first(
                evaluation.name(), evaluation.profile(), evaluation.policy(), evaluation.limits(), evaluation.concurrency(),
                now.total(), new EvaluationInput.Tally(now.done(), now.right(), now.failed()), now.status() == EvaluationStatus.PAUSED));
    }

    @Override
    public Optional<EvaluationProgress> progress(String name) {
        try {
            return Optional.of(stub(name).query("progress", EvaluationProgress.class));
        } catch (WorkflowNotFoundException | WorkflowServiceException | WorkflowQueryException e) {
            // Not known to this server, no worker to answer, or a worker that cannot: what is recorded is what is known.
            return Optional.empty();
        }
    }

    @Override
    public Optional<EvaluationStatus> await(String name, Duration timeout) {
        try {
            return Optional.of(stub(name).getResult(timeout.toMillis(), TimeUnit.MILLISECONDS, EvaluationProgress.class).status());
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (WorkflowFailedException e) {
            return Optional.of(e.getCause() instanceof CanceledFailure ? EvaluationStatus.CANCELLED : EvaluationStatus.FAILED);
        }
    }

    @Override
    public void cancel(String name) {
        stub(name).cancel();
    }

    @Override
    public void pause(String name, String by) {
        stub(name).signal("pause", by);
    }

    @Override
    public void resume(String name, String by) {
        stub(name).signal("resume", by);
    }

    @Override
    public void concurrency(String name, int queries) {
        try {
            stub(name).update("concurrency", EvaluationProgress.class, queries);
        } catch (WorkflowUpdateException e) {
            if (e.getCause() instanceof ApplicationFailure refused
                    && refused.getType().equals(QueryErrors.CONCURRENCY_INVALID.name())) {
                throw new MaestroException(QueryErrors.CONCURRENCY_INVALID, refused.getOriginalMessage(), e);
            }
            throw e;
        }
    }

    private WorkflowStub stub(String name) {
        return client.newUntypedWorkflowStub(workflowId(name));
    }
}

package dev.maestro.workflows.client;

import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.workflows.query.QueryStart;
import dev.maestro.workflows.query.SearchAttributeKeys;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.training.TrainingInput;
import dev.maestro.workflows.training.TrainingProgress;
import dev.maestro.workflows.training.TrainingWorkflow;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowQueryException;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@link Trainings} on a Temporal server. */
public final class TemporalTrainings implements Trainings {
    private final WorkflowClient client;

    public TemporalTrainings(WorkflowClient client) {
        this.client = client;
    }

    /** The id under which the Temporal UI shows a training run. */
    public static String workflowId(String name) {
        return "training-" + name;
    }

    @Override
    public void start(String name) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.TRAINING_RUNS)
                .setWorkflowId(workflowId(name))
                .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE)
                .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
                .setWorkflowTaskTimeout(QueryStart.TASK_TIMEOUT)
                .setStaticSummary("training " + name)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(SearchAttributeKeys.STATUS, TrainingStatus.RUNNING.wire())
                        .build())
                .build();
        WorkflowClient.start(client.newWorkflowStub(TrainingWorkflow.class, options)::train, TrainingInput.first(name));
    }

    @Override
    public Optional<TrainingProgress> progress(String name) {
        try {
            return Optional.of(stub(name).query("trainingProgress", TrainingProgress.class));
        } catch (WorkflowNotFoundException | WorkflowServiceException | WorkflowQueryException _) {
            // Not known to this server, no worker to answer, or a worker that cannot: what is recorded is what is known.
            return Optional.empty();
        }
    }

    @Override
    public Optional<TrainingStatus> await(String name, Duration timeout) {
        try {
            return Optional.of(stub(name).getResult(timeout.toMillis(), TimeUnit.MILLISECONDS, TrainingProgress.class).status());
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (WorkflowFailedException e) {
            return Optional.of(e.getCause() instanceof CanceledFailure ? TrainingStatus.STOPPED : TrainingStatus.FAILED);
        }
    }

    @Override
    public void stop(String name) {
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

    private WorkflowStub stub(String name) {
        return client.newUntypedWorkflowStub(workflowId(name));
    }
}

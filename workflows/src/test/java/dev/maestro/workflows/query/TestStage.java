package dev.maestro.workflows.query;

import dev.maestro.core.registry.Profile;
import dev.maestro.workflows.testing.TemporalStage;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import java.util.List;
import java.util.function.Consumer;

/** Temporal's test server with our search attributes and a worker that follows a script, or does the real thing. */
final class TestStage implements AutoCloseable {
    static final String QUERY = "q1";

    private final TestWorkflowEnvironment environment;

    TestStage(Object... activities) {
        this(true, _ -> {}, activities);
    }

    /** Nobody polls the queue of those who hold a model. */
    static TestStage withoutModel(Object... activities) {
        return new TestStage(false, _ -> {}, activities);
    }

    /** Nobody polls any queue until the test starts who does. */
    static TestStage withoutWorker() {
        return new TestStage(false, _ -> {}, new Object[0]);
    }

    /** Another worker, which polls the queue of those who have a sandbox. */
    static TestStage withSandbox(Object sandboxed, Object... activities) {
        return new TestStage(true, environment -> environment.newWorker(TaskQueues.SANDBOX).registerActivitiesImplementations(sandboxed),
                activities);
    }

    private TestStage(boolean holdsModel, Consumer<TestWorkflowEnvironment> beside, Object[] activities) {
        environment = TemporalStage.skippingTime();
        if (activities.length == 0) {
            return;
        }
        Worker worker = environment.newWorker(TaskQueues.QUERIES);
        worker.registerWorkflowImplementationTypes(QueryWorkflowImpl.class);
        worker.registerActivitiesImplementations(activities);
        if (holdsModel) {
            environment.newWorker(TaskQueues.POLICY).registerActivitiesImplementations(activities);
        }
        beside.accept(environment);
        environment.start();
    }

    WorkflowStub submit(QueryInput input) {
        WorkflowStub stub = environment.getWorkflowClient().newUntypedWorkflowStub("QueryWorkflow", WorkflowOptions.newBuilder()
                .setTaskQueue(TaskQueues.QUERIES)
                .setWorkflowId(QueryStart.workflowId(input.id()))
                .build());
        stub.start(input);
        return stub;
    }

    static QueryInput input(dev.maestro.registry.history.QueryHistory.Limits limits) {
        return new QueryInput(QUERY, "what is the highest bar?", List.of(), Profile.DEFAULT, "rules", limits, 0);
    }

    static QueryInput local(dev.maestro.registry.history.QueryHistory.Limits limits) {
        return new QueryInput(QUERY, "what is the highest bar?", List.of(), Profile.DEFAULT, QueryWorkflowImpl.HELD_POLICY, limits, 0);
    }

    TestWorkflowEnvironment environment() {
        return environment;
    }

    @Override
    public void close() {
        TemporalStage.close(environment);
    }
}

package dev.maestro.app.wiring;

import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.temporal.ServerGreeting;
import dev.maestro.workflows.client.Evaluations;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.client.TemporalEvaluations;
import dev.maestro.workflows.client.TemporalQueries;
import dev.maestro.workflows.client.TemporalTrainings;
import dev.maestro.workflows.client.Trainings;
import dev.maestro.workflows.worker.HistoryDataConverter;
import io.temporal.api.enums.v1.QueryRejectCondition;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.util.concurrent.TimeUnit;

/** What is done through a Temporal server: queries, evaluations, training runs, and who polls for their work. Thread-safe. */
record TemporalConnection(WorkflowServiceStubs stubs, WorkflowClient client, Queries queries, Evaluations evaluations,
        Trainings trainings) implements AutoCloseable {
    /** @throws Problem {@code TEMPORAL_UNAVAILABLE} within some seconds */
    static TemporalConnection open(Endpoints endpoints, RecordStores stores) {
        WorkflowServiceStubs stubs = WorkflowServiceStubs
                .newServiceStubs(endpoints.access().options(endpoints.temporal()));
        try {
            ServerGreeting.require(stubs, endpoints.temporal());
        } catch (Problem e) {
            stubs.shutdownNow();
            throw e;
        }
        WorkflowClient client = WorkflowClient.newInstance(stubs, WorkflowClientOptions.newBuilder()
                .setNamespace(endpoints.namespace())
                .setDataConverter(new HistoryDataConverter())
                // An ended query still tells its state.
                .setQueryRejectCondition(QueryRejectCondition.QUERY_REJECT_CONDITION_NONE)
                .build());
        return new TemporalConnection(stubs, client, new TemporalQueries(client, stores.history()),
                new TemporalEvaluations(client, stores.evaluations()), new TemporalTrainings(client));
    }

    /** Whether somebody asked for work of this kind lately; the server remembers for some minutes. */
    boolean isPolled(String queue, TaskQueueType type) {
        return stubs.blockingStub().describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setTaskQueue(TaskQueue.newBuilder().setName(queue))
                .setTaskQueueType(type)
                .build()).getPollersCount() > 0;
    }

    @Override
    public void close() {
        stubs.shutdownNow();
        stubs.awaitTermination(2, TimeUnit.SECONDS);
    }
}

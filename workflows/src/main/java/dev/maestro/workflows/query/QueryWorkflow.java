package dev.maestro.workflows.query;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** One question about images, answered durably. */
@WorkflowInterface
public interface QueryWorkflow {
    /** @throws io.temporal.failure.ApplicationFailure of the reason's code, with the {@link QueryResult} as its detail, when the query fails */
    @WorkflowMethod
    QueryResult answer(QueryInput input);

    /** As it stands now; of an ended query, how it ended. */
    @QueryMethod
    QueryState state();

    /** No new step starts until {@link #resume}. What is under way goes on. */
    @SignalMethod
    void pause(String by);

    @SignalMethod
    void resume(String by);

    /** Approves, or with {@code approved} false refuses, what the query waits for. */
    @SignalMethod
    void approve(Approval approval);

    /** @param target expert or skill, as in {@link QueryState#approval} */
    record Approval(String target, boolean approved, String by) {}
}

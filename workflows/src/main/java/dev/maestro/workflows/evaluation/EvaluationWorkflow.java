package dev.maestro.workflows.evaluation;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Asks every sample of a recorded evaluation that has no result yet, with a limited number at a time, and records what
 * became of each.
 */
@WorkflowInterface
public interface EvaluationWorkflow {
    /** @return how it ended, counted over all runs of the chain */
    @WorkflowMethod
    EvaluationProgress evaluate(EvaluationInput input);

    /** As it stands now, counted over all runs of the chain. */
    @QueryMethod
    EvaluationProgress progress();

    /** No new query starts until {@link #resume}; those under way go on. */
    @SignalMethod
    void pause(String by);

    @SignalMethod
    void resume(String by);

    /** Sets how many queries run at the same time, 1 to 500; those under way go on. */
    @UpdateMethod
    EvaluationProgress concurrency(int queries);

    /** @throws RuntimeException {@code CONCURRENCY_INVALID} unless 1 to 500: nothing is recorded then */
    @UpdateValidatorMethod(updateName = "concurrency")
    void checkConcurrency(int queries);
}

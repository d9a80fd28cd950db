package dev.maestro.workflows.training;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Trains, a chunk of steps at a time, until the recipe is done, the alarm stops it, or somebody does. */
@WorkflowInterface
public interface TrainingWorkflow {
    /** @return how it ended, with the last step of all runs of the chain */
    @WorkflowMethod
    TrainingProgress train(TrainingInput input);

    @QueryMethod
    TrainingProgress trainingProgress();

    /** No new chunk begins until {@link #resume}; the one under way goes on. */
    @SignalMethod
    void pause(String by);

    @SignalMethod
    void resume(String by);
}

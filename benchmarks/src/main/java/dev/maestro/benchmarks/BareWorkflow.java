package dev.maestro.benchmarks;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;

/** What a query is measured against: a Temporal workflow of five regular activities that do nothing. */
@WorkflowInterface
public interface BareWorkflow {
    int ACTIVITIES = 5;

    @WorkflowMethod
    int run();

    /** Does nothing, through the server. */
    @ActivityInterface
    interface Nothing {
        int doNothing(int number);
    }

    final class NothingImpl implements Nothing {
        @Override
        public int doNothing(int number) {
            return number + 1;
        }
    }

    final class Impl implements BareWorkflow {
        private final Nothing nothing = Workflow.newActivityStub(Nothing.class,
                ActivityOptions.newBuilder().setStartToCloseTimeout(Duration.ofSeconds(30)).build());

        @Override
        public int run() {
            int number = 0;
            for (int i = 0; i < ACTIVITIES; i++) {
                number = nothing.doNothing(number);
            }
            return number;
        }
    }
}

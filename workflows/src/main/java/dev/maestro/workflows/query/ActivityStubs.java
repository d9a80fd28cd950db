package dev.maestro.workflows.query;

import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.StepActivities;
import dev.maestro.core.Backoff;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * How each activity is called from the workflow. An effect that is expected to be short runs as a local
 * activity: it is recorded in the database under its key, so after a crash it is found again, and it
 * costs no round trip through the server. A long one is a regular activity with heartbeats, so that
 * cancellation reaches it and another worker takes over soon. See docs/decisions/0004-local-activities.md.
 */
final class ActivityStubs {
    /** Longest expected duration of a local activity: well under the workflow task timeout, so that the task is not prolonged often. */
    static final long LOCAL_LIMIT_MS = 2_000;
    /** What a local activity may really take before its step is given to a regular one. */
    private static final Duration LOCAL_TIMEOUT = Duration.ofSeconds(10);
    /** Two missed beats (one a second) and one more for a busy machine. */
    static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(5);
    /**
     * A worker that was killed is back with a large checkpoint in a minute or two; a longer backlog is no service. At most half of
     * the query's time, so that it fails for what was missing and not for the time it took.
     */
    private static final Duration PICK_UP = Duration.ofMinutes(10);
    /** A worker that has a sandbox takes the step at once; one that was killed is back by then. */
    private static final Duration SANDBOX_PICK_UP = Duration.ofSeconds(20);
    /** Room beside the expert's own limit for reading images and recording the reply. */
    private static final long OVERHEAD_MS = 15_000;

    /** The failure itself says whether and when to try again (see the failure table); an outage of the database is sat out. */
    private static final RetryOptions RETRY = Retries.withoutEnd(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5)));

    private ActivityStubs() {}

    /** For pin, judge, observe, note, finish. */
    static QueryActivities query(String summary, Duration left) {
        return Workflow.newLocalActivityStub(QueryActivities.class, local(summary, left));
    }

    static PolicyActivities localPolicy(String summary, Duration left) {
        return Workflow.newLocalActivityStub(PolicyActivities.class, local(summary, left));
    }

    static PolicyActivities policy(String summary, long expectedMs, Duration left) {
        return Workflow.newActivityStub(PolicyActivities.class, regular(summary, expectedMs, left).build());
    }

    /** @param taskQueue the queue of the workers that hold the policy's model; perhaps nobody polls it */
    static PolicyActivities policyOn(String taskQueue, String summary, long expectedMs, Duration left) {
        return Workflow.newActivityStub(PolicyActivities.class, regular(summary, expectedMs, left)
                .setTaskQueue(taskQueue).setScheduleToStartTimeout(shorter(PICK_UP, left.dividedBy(2))).build());
    }

    /** Like {@link #query}, for what only those workers know. */
    static QueryActivities queryOn(String taskQueue, String summary, Duration left) {
        return Workflow.newActivityStub(QueryActivities.class, ActivityOptions.newBuilder()
                .setTaskQueue(taskQueue)
                .setScheduleToStartTimeout(shorter(PICK_UP, left.dividedBy(2)))
                .setStartToCloseTimeout(shorter(LOCAL_TIMEOUT, left))
                .setScheduleToCloseTimeout(left)
                .setRetryOptions(RETRY)
                .setSummary(summary)
                .build());
    }

    static StepActivities localStep(String summary, Duration left) {
        return Workflow.newLocalActivityStub(StepActivities.class, local(summary, left));
    }

    static StepActivities step(String summary, long totalTimeoutMs, Duration left) {
        return Workflow.newActivityStub(StepActivities.class, regular(summary, totalTimeoutMs, left).build());
    }

    /** On the queue of the workers that have a sandbox; perhaps nobody polls it. */
    static StepActivities stepInSandbox(String summary, long totalTimeoutMs, Duration left) {
        return Workflow.newActivityStub(StepActivities.class, regular(summary, totalTimeoutMs, left)
                .setTaskQueue(TaskQueues.SANDBOX).setScheduleToStartTimeout(shorter(SANDBOX_PICK_UP, left.dividedBy(2))).build());
    }

    private static LocalActivityOptions local(String summary, Duration left) {
        return LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(shorter(LOCAL_TIMEOUT, left))
                .setScheduleToCloseTimeout(left)
                .setRetryOptions(RETRY)
                .setDoNotIncludeArgumentsIntoMarker(true)
                .setSummary(summary)
                .build();
    }

    private static ActivityOptions.Builder regular(String summary, long totalTimeoutMs, Duration left) {
        return ActivityOptions.newBuilder()
                .setStartToCloseTimeout(shorter(Duration.ofMillis(totalTimeoutMs + OVERHEAD_MS), left))
                .setScheduleToCloseTimeout(left)
                .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RETRY)
                .setSummary(summary);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}

package dev.maestro.workflows.evaluation;

import dev.maestro.activities.EvaluationActivities;
import dev.maestro.core.Backoff;
import dev.maestro.workflows.query.Retries;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/**
 * The stubs by which an evaluation calls its activities. They retry without end, because an evaluation may take days
 * and waits for an outage to pass.
 */
final class EvaluationStubs {
    /** Reading a page of samples or the record of one query takes milliseconds; a database under load takes longer. */
    private static final Duration LOCAL_TIMEOUT = Duration.ofSeconds(30);
    /** Longer than any query may take by its limits. */
    private static final Duration QUERY_TIMEOUT = Duration.ofDays(30);
    /** Two missed beats (one a second) and more for a busy machine. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(10);

    /**
     * An evaluation waits for its database as long as it may wait for one query. Without such a limit the SDK tries a local
     * activity once and no more.
     */
    private static final Duration OUTAGE = QUERY_TIMEOUT;
    /** Longer pauses are the server's timers, so that a workflow task is not kept alive through an outage. */
    private static final Duration LONGEST_LOCAL_PAUSE = Duration.ofSeconds(3);

    private static final RetryOptions RETRY = Retries.withoutEnd(new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30)));

    private EvaluationStubs() {}

    static EvaluationActivities local(String summary) {
        return Workflow.newLocalActivityStub(EvaluationActivities.class, LocalActivityOptions.newBuilder()
                .setStartToCloseTimeout(LOCAL_TIMEOUT)
                .setScheduleToCloseTimeout(OUTAGE)
                .setLocalRetryThreshold(LONGEST_LOCAL_PAUSE)
                .setRetryOptions(RETRY)
                .setDoNotIncludeArgumentsIntoMarker(true)
                .setSummary(summary)
                .build());
    }

    static EvaluationActivities waiting(String summary) {
        return Workflow.newActivityStub(EvaluationActivities.class, ActivityOptions.newBuilder()
                .setStartToCloseTimeout(QUERY_TIMEOUT)
                .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
                .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
                .setRetryOptions(RETRY)
                .setSummary(summary)
                .build());
    }
}

package dev.maestro.workflows.query;

import dev.maestro.core.Backoff;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Waits for servers that are away, as long as nobody else can be asked and the query has time: neither a turn nor a
 * worker's place is used up by an outage. Half of the query's time at most is spent so; then the failure stands. For workflow code.
 */
final class OutageWait {
    /** Of one server; where it says itself when to ask again, that counts if it is longer. */
    static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));

    private final QueryProgress progress;
    private final Deadline deadline;
    private final long limitMs;
    private long waitedMs;

    OutageWait(QueryProgress progress, Deadline deadline, long wallMs) {
        this.progress = progress;
        this.deadline = deadline;
        this.limitMs = wallMs / 2;
    }

    /** When the same one may be asked again; empty when the failure does not pass by waiting. */
    static Optional<Duration> worthAskingAfter(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure application && application.isNonRetryable()
                ? Optional.ofNullable(application.getNextRetryDelay())
                : Optional.empty();
    }

    /** As long as the query's time allows. */
    boolean pause(String whom, Duration soonest, int round) {
        return pause(whom, soonest, round, Duration.ofMillis(limitMs));
    }

    /**
     * Waits before the next round.
     *
     * @param whom  for people
     * @param round rounds that failed, from 1
     * @param most  what may be spent on this wait and those before it, beside the limit of the query
     * @return false, at once, when nothing of the time for it is left
     */
    boolean pause(String whom, Duration soonest, int round, Duration most) {
        long leftMs = Math.min(Math.min(limitMs, most.toMillis()) - waitedMs, deadline.left().toMillis());
        if (leftMs <= 0 || deadline.passed()) {
            return false;
        }
        Duration pause = PAUSES.afterTries(round);
        long ms = Math.min(Math.max(pause.toMillis(), soonest.toMillis()), leftMs);
        Instant then = Instant.ofEpochMilli(Workflow.currentTimeMillis() + ms).truncatedTo(ChronoUnit.SECONDS);
        progress.waiting(whom + ", which is away and is asked again at " + then);
        Workflow.sleep(Duration.ofMillis(ms));
        waitedMs += ms;
        return true;
    }
}

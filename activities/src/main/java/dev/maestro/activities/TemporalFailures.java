package dev.maestro.activities;

import dev.maestro.activities.sandbox.Python;
import dev.maestro.activities.sandbox.SandboxErrors;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.query.StepKey;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.FailureTable;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.registry.history.Ledger.Reservation;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;

/**
 * Makes failures as Temporal sees them: each has a type, and says whether and when the activity is tried again. This
 * class is the one owner of retries, by the failure table: clients retry nothing, and the workflow only asks the next
 * candidate.
 */
public final class TemporalFailures {
    /** A start fails when the machine is out of processes or memory for a moment. */
    private static final int SANDBOX_ATTEMPTS = 3;

    private TemporalFailures() {}

    /** Number of the running activity's attempt, from 1. */
    public static int attempt() {
        return Math.max(1, Activity.getExecutionContext().getInfo().getAttempt());
    }

    /**
     * @param attempts  how often the expert failed at this step, this time included
     * @param known whether the expert is known to answer, so that it is worth to wait for it where nobody else can be asked
     */
    public static ApplicationFailure expert(ExpertOutcome.Failure failure, int attempts, boolean known) {
        return of(ExpertErrors.of(failure.kind()), failure, attempts, known);
    }

    /** Likewise for the policy. Nobody else decides in its place. */
    public static ApplicationFailure policy(PolicyOutcome.Failure failure, int attempts, boolean known) {
        return failure.error().kind()
                .map(kind -> of(failure.error(), new ExpertOutcome.Failure(kind, 0, failure.message(), failure.retryAfter()), attempts,
                        known))
                .orElseGet(() -> lasting(failure.error(), failure.message()));
    }

    private static ApplicationFailure of(ErrorCode code, ExpertOutcome.Failure failure, int attempts, boolean known) {
        ApplicationFailure.Builder builder = ApplicationFailure.newBuilder().setType(code.name()).setMessage(failure.message());
        return switch (FailureTable.decide(failure, attempts)) {
            case FailureTable.Decision.Retry(Duration delay) -> builder.setNextRetryDelay(delay).build();
            case FailureTable.Decision.FallBack(),FailureTable.Decision.Refuse() -> {
                // The activity is over; the delay tells the workflow when the same one may be asked again.
                if (known && FailureTable.passes(failure)) {
                    builder.setNextRetryDelay(FailureTable.worthAskingAfter(failure));
                }
                yield builder.setNonRetryable(true).build();
            }
        };
    }

    /** Throws when a reservation was refused. @param key of what it was for */
    public static void requireGranted(Reservation reservation, String key) {
        if (reservation instanceof Reservation.Refused(var what, var needed, var left, var limit)) {
            throw lasting(QueryErrors.BUDGET_EXCEEDED, "step " + key + " needs up to " + needed + " " + what
                    + ", the query has " + left + " left of " + limit + ". Retry it with a larger budget, or allow a cheaper expert.");
        }
    }

    /** Trying again would find the same. */
    public static ApplicationFailure lasting(ErrorCode code, String message) {
        return ApplicationFailure.newNonRetryableFailure(message, code.name());
    }

    /** Nobody waits for the step any more. */
    public static ApplicationFailure givenUp(StepKey key) {
        return lasting(QueryErrors.CANCELLED, "step " + key + " was given up");
    }

    /** Lasting: what the query is pinned to is not there or cannot be used. */
    public static ApplicationFailure broken(String message) {
        return lasting(QueryErrors.PIN_BROKEN, message);
    }

    /** Lasting: a step cannot be carried out as its plan has it. */
    public static ApplicationFailure invalid(String message) {
        return lasting(QueryErrors.STEP_INVALID, message);
    }

    /** A failure that a replay has from the record. */
    public static ApplicationFailure repeated(String code, String message) {
        return ApplicationFailure.newNonRetryableFailure(message, code);
    }

    /**
     * Lasting: a replay came to a step that its record has no reply for.
     *
     * @param why what the record has in its place, in words
     */
    public static ApplicationFailure diverged(StepKey key, String why) {
        return lasting(QueryErrors.REPLAY_DIVERGED,
                "step " + key + " has no recorded reply: " + why + ". Replay with --live to ask for it.");
    }

    /** Tried again twice where another start may go better. */
    public static ApplicationFailure sandbox(Python.UnavailableException failure, int attempts) {
        return ApplicationFailure.newBuilder().setType(SandboxErrors.SANDBOX_UNAVAILABLE.name()).setMessage(failure.getMessage())
                .setNonRetryable(failure.lasting() || attempts >= SANDBOX_ATTEMPTS).build();
    }
}

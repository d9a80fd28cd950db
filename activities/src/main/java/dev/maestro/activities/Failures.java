package dev.maestro.activities;

import dev.maestro.activities.sandbox.Python;
import dev.maestro.experts.ExpertFailures;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Kind;
import dev.maestro.experts.FailureTable;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.registry.history.Ledger.Reservation;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Failures as Temporal sees them: their type, and whether and when the activity is tried again. The one
 * owner of retries, by the failure table: clients retry nothing, and the workflow only asks the next candidate.
 */
public final class Failures {
    /** A start fails when the machine is out of processes or memory for a moment. */
    private static final int SANDBOX_ATTEMPTS = 3;

    /** @param attempt of the activity, from 1 */
    ApplicationFailure expert(ExpertOutcome.Failure failure, int attempt) {
        return of(ExpertFailures.of(failure.kind()), failure, attempt);
    }

    /** @param attempt of the activity, from 1 */
    ApplicationFailure policy(PolicyOutcome.Unavailable unavailable, int attempt) {
        String type = FailureTypes.POLICY + unavailable.kind();
        return Stream.of(Kind.values())
                .filter(kind -> kind.name().equals(unavailable.kind()))
                .findFirst()
                .map(kind -> of(type, new ExpertOutcome.Failure(kind, 0, unavailable.message(), unavailable.retryAfter()), attempt))
                .orElseGet(() -> ApplicationFailure.newNonRetryableFailure(unavailable.message(), type));
    }

    private static ApplicationFailure of(String type, ExpertOutcome.Failure failure, int attempt) {
        ApplicationFailure.Builder builder = ApplicationFailure.newBuilder().setType(type).setMessage(failure.message());
        return switch (FailureTable.decide(failure, attempt)) {
            case FailureTable.Decision.Retry(Duration delay) -> builder.setNextRetryDelay(delay).build();
            case FailureTable.Decision.FallBack(),FailureTable.Decision.Refuse() -> builder.setNonRetryable(true).build();
        };
    }

    /** Throws when a reservation was refused. */
    void requireGranted(Reservation reservation, String key) {
        if (reservation instanceof Reservation.Refused(var what, var needed, var left, var limit)) {
            throw ApplicationFailure.newNonRetryableFailure("BUDGET_EXCEEDED: step " + key + " needs up to " + needed + " " + what
                    + ", the query has " + left + " left of " + limit + ". Retry it with a larger budget, or allow a cheaper expert.",
                    FailureTypes.BUDGET_EXCEEDED);
        }
    }

    ApplicationFailure broken(String message) {
        return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.PIN_BROKEN);
    }

    /** A failure that a replay has from the record: trying again would find the same. */
    ApplicationFailure repeated(String type, String message) {
        return ApplicationFailure.newNonRetryableFailure(message, type);
    }

    ApplicationFailure diverged(String key, String why) {
        return ApplicationFailure.newNonRetryableFailure(
                "step " + key + " has no recorded reply: " + why + ". Replay with --live to ask for it.",
                FailureTypes.REPLAY_DIVERGED);
    }

    ApplicationFailure invalid(String message) {
        return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.STEP_INVALID);
    }

    /** Tried again twice where another start may go better. @param attempt of the activity, from 1 */
    ApplicationFailure sandbox(Python.UnavailableException unavailable, int attempt) {
        return ApplicationFailure.newBuilder().setType(FailureTypes.SANDBOX_UNAVAILABLE).setMessage(unavailable.getMessage())
                .setNonRetryable(unavailable.lasting() || attempt >= SANDBOX_ATTEMPTS).build();
    }

    ApplicationFailure unsupported(String message) {
        return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.STEP_UNSUPPORTED);
    }
}

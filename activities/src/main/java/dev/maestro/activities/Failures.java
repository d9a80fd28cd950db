package dev.maestro.activities;

import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Kind;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.registry.history.Ledger.Reservation;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Failures as Temporal sees them: their type, and whether and when the activity is tried again. The one
 * owner of retries: clients retry nothing, and the workflow only asks the next candidate.
 */
public final class Failures {
    private final FailureTable table;

    public Failures(FailureTable table) {
        this.table = table;
    }

    /** @param attempt of the activity, from 1 */
    ApplicationFailure expert(ExpertOutcome.Failure failure, int attempt) {
        return of(FailureTypes.EXPERT + failure.kind(), failure.message(), table.after(failure.kind(), attempt, failure.retryAfter()));
    }

    /** @param attempt of the activity, from 1 */
    ApplicationFailure policy(PolicyOutcome.Unavailable unavailable, int attempt) {
        Optional<Duration> delay = Stream.of(Kind.values())
                .filter(kind -> kind.name().equals(unavailable.kind()))
                .findFirst()
                .flatMap(kind -> table.after(kind, attempt, unavailable.retryAfter()));
        return of(FailureTypes.POLICY + unavailable.kind(), unavailable.message(), delay);
    }

    private static ApplicationFailure of(String type, String message, Optional<Duration> retryAfter) {
        ApplicationFailure.Builder builder = ApplicationFailure.newBuilder().setType(type).setMessage(message);
        return (retryAfter.isPresent() ? builder.setNextRetryDelay(retryAfter.get()) : builder.setNonRetryable(true)).build();
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

    ApplicationFailure invalid(String message) {
        return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.STEP_INVALID);
    }

    ApplicationFailure unsupported(String message) {
        return ApplicationFailure.newNonRetryableFailure(message, FailureTypes.STEP_UNSUPPORTED);
    }
}

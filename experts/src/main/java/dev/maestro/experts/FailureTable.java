package dev.maestro.experts;

import dev.maestro.core.Backoff;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.ExpertOutcome.Failure;
import java.time.Duration;

/**
 * The one table that says what follows a failed call: ask the same expert again, ask the next one, or stop. Whoever
 * calls an expert consults it; clients retry nothing.
 */
public final class FailureTable {
    /** The waits that we choose ourselves. */
    static final Backoff DELAYS = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));
    /** Longest wait that a server may ask for: past it, another expert is asked instead. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(60);

    private FailureTable() {}

    /** What follows. */
    public sealed interface Decision {
        /** Ask the same expert again after the delay. */
        record Retry(Duration delay) implements Decision {}

        /** Ask the next expert of the same capability; without one, the step has failed. */
        record FallBack() implements Decision {}

        /** Nobody is asked any more. */
        record Refuse() implements Decision {}
    }

    /**
     * @param attempts how often this expert was asked for this step so far, at least 1
     */
    public static Decision decide(Failure failure, int attempts) {
        return switch (failure.kind()) {
            // a restart or a dropped connection is over in seconds; a dead server is found out by health
            case UNREACHABLE -> retry(failure, attempts, 3);
            case SERVER_ERROR -> isForNow(failure) ? retry(failure, attempts, 3) : new Decision.FallBack();
            // waiting is all that is asked for; the others are asked when it takes too long
            case RATE_LIMITED -> retry(failure, attempts, 5);
            // sampling may do better once
            case UNUSABLE_REPLY -> retry(failure, attempts, 2);
            // another try would take as long again, and the first one may have been paid
            case TIMED_OUT -> new Decision.FallBack();
            // the request, the key or the endpoint is wrong for this expert; the next one has others
            case BAD_REQUEST, UNAUTHORIZED, REPLY_TOO_LARGE -> new Decision.FallBack();
            // its own waiting time is spent already
            case OVERLOADED, NOT_ABLE -> new Decision.FallBack();
            case CANCELLED -> new Decision.Refuse();
        };
    }

    /** Whether a failure of this kind says something about the server rather than about the request. */
    public static boolean speaksOfTheServer(FailureKind kind) {
        return switch (kind) {
            case UNREACHABLE, TIMED_OUT, SERVER_ERROR -> true;
            case RATE_LIMITED, UNAUTHORIZED, BAD_REQUEST, UNUSABLE_REPLY, REPLY_TOO_LARGE, OVERLOADED, NOT_ABLE, CANCELLED -> false;
        };
    }

    /**
     * Whether a failure passes without anybody's doing: the server is away, restarts, or has no room. Who has nobody else to ask
     * waits for it rather than fail.
     */
    public static boolean passes(Failure failure) {
        return switch (failure.kind()) {
            case SERVER_ERROR -> isForNow(failure);
            case UNREACHABLE, RATE_LIMITED, OVERLOADED -> true;
            case TIMED_OUT, UNAUTHORIZED, BAD_REQUEST, UNUSABLE_REPLY, REPLY_TOO_LARGE, NOT_ABLE, CANCELLED -> false;
        };
    }

    /** The shortest time after which it is worth to ask again a server that was found away. */
    public static Duration worthAskingAfter(Failure failure) {
        return failure.retryAfter().filter(asked -> asked.compareTo(DELAYS.first()) > 0).orElse(DELAYS.first());
    }

    /** 501 and 505 will not get better. */
    private static boolean isForNow(Failure failure) {
        return failure.status() != 501 && failure.status() != 505;
    }

    /**
     * Whether a failure of this kind is about a server, a connection or a key, and so says nothing about the question that was not
     * answered.
     */
    public static boolean isOfInfrastructure(FailureKind kind) {
        return switch (kind) {
            case UNREACHABLE, TIMED_OUT, SERVER_ERROR, RATE_LIMITED, OVERLOADED, UNAUTHORIZED -> true;
            case BAD_REQUEST, UNUSABLE_REPLY, REPLY_TOO_LARGE, NOT_ABLE, CANCELLED -> false;
        };
    }

    private static Decision retry(Failure failure, int attempts, int maxAttempts) {
        Duration ours = DELAYS.afterTries(attempts);
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        if (attempts >= maxAttempts || asked.compareTo(LONGEST_RETRY_AFTER) > 0) {
            return new Decision.FallBack();
        }
        return new Decision.Retry(asked.compareTo(ours) > 0 ? asked : ours);
    }
}

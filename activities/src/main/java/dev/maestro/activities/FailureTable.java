package dev.maestro.activities;

import dev.maestro.experts.ExpertOutcome.Kind;
import java.time.Duration;
import java.util.Optional;

/**
 * What follows a failed call: the same candidate again after a while, or no more of it — then the
 * workflow asks the next candidate, and when there is none the policy is told. One table for experts and
 * policies.
 *
 * @param firstDelay  before the second attempt; doubled for each further one
 * @param longestWait a server that asks for more patience than this ({@code Retry-After}) is given up for the next candidate
 */
public record FailureTable(Duration firstDelay, Duration longestWait) {
    public static final FailureTable DEFAULT = new FailureTable(Duration.ofMillis(500), Duration.ofSeconds(60));

    /**
     * @param attempt    the one that failed, from 1
     * @param retryAfter what the server asked for
     * @return the wait before the same candidate is asked again; empty: not again
     */
    public Optional<Duration> after(Kind kind, int attempt, Optional<Duration> retryAfter) {
        if (attempt >= attempts(kind)) {
            return Optional.empty();
        }
        Duration backoff = firstDelay.multipliedBy(1L << Math.min(attempt - 1, 10));
        Duration wait = retryAfter.filter(asked -> asked.compareTo(backoff) > 0).orElse(backoff);
        return wait.compareTo(longestWait) > 0 ? Optional.empty() : Optional.of(wait);
    }

    /** How often one candidate is asked in all. */
    public static int attempts(Kind kind) {
        return switch (kind) {
            // The server is there and says when: it is worth the wait.
            case RATE_LIMITED -> 5;
            // May be over in a moment.
            case UNREACHABLE, SERVER_ERROR, OVERLOADED -> 3;
            // Waited long already; another server may be quicker.
            case TIMED_OUT, UNUSABLE_REPLY -> 2;
            // The same request would fail again.
            case UNAUTHORIZED, BAD_REQUEST, REPLY_TOO_LARGE, NOT_ABLE, CANCELLED -> 1;
        };
    }
}

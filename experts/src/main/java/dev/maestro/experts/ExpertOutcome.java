package dev.maestro.experts;

import java.time.Duration;
import java.util.Optional;

/** How a call of an expert ended. */
public sealed interface ExpertOutcome {
    /** The expert replied. */
    record Answered(Reply reply) implements ExpertOutcome {}

    /**
     * The expert gave no usable reply. Never evidence about the picture.
     *
     * @param kind       what happened; decides between retry, fallback and refusal
     * @param status     HTTP status, 0 where there was none
     * @param message    what, value, limit, fix; holds no prompt, image or key
     * @param retryAfter what the server asked for
     */
    record Failure(Kind kind, int status, String message, Optional<Duration> retryAfter) implements ExpertOutcome {
        public static Failure of(Kind kind, String message) {
            return new Failure(kind, 0, message, Optional.empty());
        }
    }

    enum Kind {
        /** No connection, refused, reset or cut in the middle. */
        UNREACHABLE,
        /** Connect, first-byte or total limit passed. */
        TIMED_OUT,
        /** 429. */
        RATE_LIMITED,
        /** 5xx. */
        SERVER_ERROR,
        /** 401, 403, or a credential reference that resolves to nothing. */
        UNAUTHORIZED,
        /** Any other 4xx: the same request will fail again. */
        BAD_REQUEST,
        /** Not JSON, no choice, empty text, or not what the task promises. */
        UNUSABLE_REPLY,
        /** Body over the limit. */
        REPLY_TOO_LARGE,
        /** The circuit breaker is open, or no place within the endpoint's concurrency in time. */
        OVERLOADED,
        /** An embedded expert looked and could not tell. Not an infrastructure failure; never retried, falls back. */
        NOT_ABLE,
        /** The caller asked to stop. */
        CANCELLED
    }
}

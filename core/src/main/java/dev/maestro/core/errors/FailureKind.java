package dev.maestro.core.errors;

/**
 * What happened when somebody else was asked, an expert or a policy, and gave no usable reply. One family for all who
 * call: it decides between retry, fallback and refusal, and {@code EXPERT_} or {@code POLICY_} before its name is the code
 * that histories and messages have.
 */
public enum FailureKind {
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
    /** Who was asked looked and could not tell. Not an infrastructure failure; never retried, falls back. */
    NOT_ABLE,
    /** The caller asked to stop. */
    CANCELLED
}

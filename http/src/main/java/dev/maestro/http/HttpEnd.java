package dev.maestro.http;

/** How an exchange ended. */
public sealed interface HttpEnd {
    /** The whole reply was read, or as much of it as its reader wanted. */
    record Complete() implements HttpEnd {}

    /** @param message one clause without a code, e.g. {@code no first byte within 2000 ms} */
    record Failed(Problem problem, String message) implements HttpEnd {}

    enum Problem {
        /** Does not resolve, refuses, or has no TLS that can be trusted. */
        NO_CONNECTION,
        /** A limit of time has passed. */
        TIMED_OUT,
        /** The connection ended before the reply did. */
        CUT,
        /** What came is not HTTP. */
        NOT_HTTP,
        /** More bytes than allowed. */
        TOO_LARGE,
        /** The caller asked to stop. */
        CANCELLED
    }
}

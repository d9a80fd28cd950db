package dev.maestro.experts;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.FailureKind;
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
    record Failure(FailureKind kind, int status, String message, Optional<Duration> retryAfter) implements ExpertOutcome {
        public static Failure of(FailureKind kind, String message) {
            return new Failure(kind, 0, message, Optional.empty());
        }

        /** @param reason without the code */
        public static Failure of(FailureKind kind, ErrorCode code, String reason) {
            return of(kind, code.name() + ": " + reason);
        }
    }
}

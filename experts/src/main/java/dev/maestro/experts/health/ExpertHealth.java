package dev.maestro.experts.health;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of a look at an expert.
 *
 * @param expert  its name
 * @param latency of the look; zero for experts in this process
 * @param served  models the server says it serves
 * @param wanted  the model of the row
 * @param message one sentence: what is wrong and how to mend it; for healthy ones what is right
 */
public record ExpertHealth(String expert, State state, Duration latency, List<String> served, Optional<String> wanted, String message) {
    public ExpertHealth {
        served = List.copyOf(served);
    }

    public enum State {
        /** Answers, and serves the model. */
        UP,
        /** Runs in the worker. */
        IN_PROCESS,
        /** Answers, and does not list the model. */
        MODEL_MISSING,
        /** Refuses the key, or there is none to send. */
        UNAUTHORIZED,
        /** No connection. */
        UNREACHABLE,
        /** No answer in time. */
        TIMED_OUT,
        /** Answers with an error, or the implementation is not in this worker. */
        FAILING;

        public boolean healthy() {
            return switch (this) {
                case UP, IN_PROCESS -> true;
                case MODEL_MISSING, UNAUTHORIZED, UNREACHABLE, TIMED_OUT, FAILING -> false;
            };
        }

        /** A server may hide its list from a key that may well call it: an answered call counts for more. */
        boolean refutedByAnAnswer() {
            return this == MODEL_MISSING || this == UNAUTHORIZED;
        }
    }
}

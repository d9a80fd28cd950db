package dev.maestro.core.query;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Under which key a step is recorded: {@code query/turn/call}. Computed before the effect, so that whoever comes again finds
 * what stands.
 */
public record StepKey(String queryId, int turn, CallId call) {
    /** @throws IllegalArgumentException when the text is not what {@link #toString} writes */
    @JsonCreator
    public static StepKey parse(String written) {
        int slash = written.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a key of a step: \"" + written + "\"; expected query/turn/call");
        }
        return TurnKey.parse(written.substring(0, slash)).step(CallId.parse(written.substring(slash + 1)));
    }

    /** What a request to this expert is known by, there and in the ledger: {@code query/turn/call/expert}. */
    public String asking(String expert) {
        return this + "/" + expert;
    }

    @JsonValue
    @Override
    public String toString() {
        return queryId + "/" + turn + "/" + call;
    }
}

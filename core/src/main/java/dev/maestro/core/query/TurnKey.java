package dev.maestro.core.query;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Under which key a turn is recorded: {@code query/turn}.
 *
 * @param turn from 1
 */
public record TurnKey(String queryId, int turn) {
    public TurnKey {
        if (queryId.isEmpty()) {
            throw new IllegalArgumentException("a turn without a query: turn " + turn);
        }
    }

    /** @throws IllegalArgumentException when the text is not what {@link #toString} writes */
    @JsonCreator
    public static TurnKey parse(String written) {
        int slash = written.lastIndexOf('/');
        try {
            return new TurnKey(written.substring(0, slash), Integer.parseInt(written.substring(slash + 1)));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a key of a turn: \"" + written + "\"; expected query/turn", e);
        }
    }

    public StepKey step(CallId call) {
        return new StepKey(queryId, turn, call);
    }

    @JsonValue
    @Override
    public String toString() {
        return queryId + "/" + turn;
    }
}

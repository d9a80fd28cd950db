package dev.maestro.workflows.query;

import dev.maestro.activities.FailureTypes;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.List;

/** The query cannot go on. Inside workflow code only; becomes the query's recorded outcome. */
final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Failures of a step that are about the query. */
    private static final List<String> ENDING = List.of(FailureTypes.BUDGET_EXCEEDED, FailureTypes.PIN_BROKEN, FailureTypes.REPLAY_DIVERGED);

    private final String type;

    QueryFailure(String type, String message) {
        super(message, null, false, false);
        this.type = type;
    }

    /** One of {@link FailureTypes}. */
    String type() {
        return type;
    }

    /** Throws when the failure is about the query rather than about one step: a budget, the clock, a broken pin. */
    static void throwIfQueryEnds(ActivityFailure failure, Deadline deadline) {
        if (deadline.passed()) {
            throw new QueryFailure(FailureTypes.WALL_TIME_EXCEEDED,
                    "the query's wall-clock limit has passed; retry it with a larger timeout");
        }
        if (failure.getCause() instanceof ApplicationFailure application
                && ENDING.contains(application.getType())) {
            throw new QueryFailure(application.getType(), application.getOriginalMessage());
        }
    }
}

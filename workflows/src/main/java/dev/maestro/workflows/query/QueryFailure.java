package dev.maestro.workflows.query;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.ErrorCode;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.util.List;

/** Thrown inside workflow code when the query cannot go on; it becomes the query's recorded outcome. */
final class QueryFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Failures of a step that are about the query. */
    private static final List<String> ENDING = List.of(QueryErrors.BUDGET_EXCEEDED.name(), QueryErrors.PIN_BROKEN.name(),
            QueryErrors.REPLAY_DIVERGED.name());

    private final String code;

    QueryFailure(ErrorCode code, String message) {
        this(code.name(), message);
    }

    /** @param code as an activity said it */
    QueryFailure(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** The code as it is recorded. */
    String code() {
        return code;
    }

    /** Throws when the failure is about the query rather than about one step: a budget, the clock, a broken pin. */
    static void throwIfQueryEnds(ActivityFailure failure, Deadline deadline) {
        if (deadline.passed()) {
            throw new QueryFailure(QueryErrors.WALL_TIME_EXCEEDED,
                    "the query's wall-clock limit has passed; retry it with a larger timeout");
        }
        if (failure.getCause() instanceof ApplicationFailure application
                && ENDING.contains(application.getType())) {
            throw new QueryFailure(application.getType(), application.getOriginalMessage());
        }
    }
}

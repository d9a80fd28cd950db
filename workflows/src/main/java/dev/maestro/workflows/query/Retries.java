package dev.maestro.workflows.query;

import dev.maestro.core.Backoff;
import io.temporal.common.RetryOptions;

/** Retries of activities, in the engine's terms. */
public final class Retries {
    private Retries() {}

    /** As often as the activity's own time limits let it; the pauses are the back-off's. */
    public static RetryOptions withoutEnd(Backoff backoff) {
        return RetryOptions.newBuilder()
                .setInitialInterval(backoff.first())
                .setBackoffCoefficient(Backoff.FACTOR)
                .setMaximumInterval(backoff.longest())
                .build();
    }
}

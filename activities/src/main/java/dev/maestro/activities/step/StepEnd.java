package dev.maestro.activities.step;

import dev.maestro.activities.record.StepOutput;
import dev.maestro.registry.history.QueryHistory.Stored;
import io.temporal.failure.ApplicationFailure;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** How a step ended, before its end is recorded. */
sealed interface StepEnd {
    /** @param reply who replied, and what it used */
    record Made(StepOutput output, Reply reply) implements StepEnd {
        /** Nobody was asked. */
        Made(StepOutput output) {
            this(output, Reply.NONE);
        }
    }

    /**
     * @param code    as recorded
     * @param status  HTTP status, 0 where there was none
     * @param failure what the activity ends with, by the number of attempts that failed: whether and when it is tried again
     */
    record Failed(String code, String message, int status, IntFunction<ApplicationFailure> failure) implements StepEnd {}

    /**
     * @param expert    who replied; empty for nobody
     * @param request   what was sent
     * @param latencyMs as the expert's client measured it; empty: the step's own time
     * @param cached    whether nobody was asked for it this time, so that it cost nothing
     */
    record Reply(String expert, Stored request, long inputTokens, long outputTokens, long costMicros, OptionalLong latencyMs,
            boolean cached) {
        static final Reply NONE = new Reply("", Stored.EMPTY, 0, 0, 0, OptionalLong.empty(), false);
    }
}

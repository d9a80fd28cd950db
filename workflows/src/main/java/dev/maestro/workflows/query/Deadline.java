package dev.maestro.workflows.query;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The wall-clock limit of a query; time spent waiting for people does not count. For workflow code: its clock is the
 * workflow's.
 */
final class Deadline {
    private final LongSupplier clockMs;
    private final long startMs;
    private final long limitMs;
    private long waitedMs;

    Deadline(LongSupplier clockMs, long limitMs) {
        this.clockMs = clockMs;
        this.startMs = clockMs.getAsLong();
        this.limitMs = limitMs;
    }

    /** Runs a wait for people whose time does not count. */
    void excluding(Runnable wait) {
        long from = clockMs.getAsLong();
        wait.run();
        waitedMs += clockMs.getAsLong() - from;
    }

    boolean passed() {
        return leftMs() <= 0;
    }

    /** What is left, never less than a millisecond, so that it can be a timeout. */
    Duration left() {
        return Duration.ofMillis(Math.max(1, leftMs()));
    }

    private long leftMs() {
        return limitMs - (clockMs.getAsLong() - startMs - waitedMs);
    }
}

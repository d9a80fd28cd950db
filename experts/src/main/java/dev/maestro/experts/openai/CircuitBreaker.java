package dev.maestro.experts.openai;

import dev.maestro.core.Backoff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Stops calling a server that has failed several times in a row. After a pause one call is let through;
 * whether it succeeds decides. Thread-safe.
 */
final class CircuitBreaker {
    /** Failures in a row that open the circuit; fewer happen on a healthy server under load. */
    static final int FAILURES_TO_OPEN = 5;
    /** Longer each time the trial fails. Loading a large model takes minutes; asking once a minute then costs nothing. */
    static final Backoff PAUSES = new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(60));

    private final LongSupplier nanoTime;
    private int failures;
    private String lastFailure = "";
    private boolean open;
    private boolean trying;
    private long pauseEnds;
    private Duration pause = PAUSES.first();

    CircuitBreaker(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * @param sentence   what is open since how many failures, and when it is tried again
     * @param retryAfter when it is worth to ask again
     */
    record Open(String sentence, Duration retryAfter) {}

    /** Empty: go, and tell how it went. */
    synchronized Optional<Open> enter() {
        if (!open) {
            return Optional.empty();
        }
        long leftMs = TimeUnit.NANOSECONDS.toMillis(pauseEnds - nanoTime.getAsLong());
        if (leftMs <= 0 && !trying) {
            trying = true;
            return Optional.empty();
        }
        String then = leftMs > 0 ? "it is tried again in " + leftMs + " ms" : "one call is trying it now";
        return Optional.of(new Open(failures + " calls failed in a row, the last with " + lastFailure + "; " + then,
                Duration.ofMillis(Math.max(leftMs, 1_000))));
    }

    synchronized void succeeded() {
        open = false;
        trying = false;
        failures = 0;
        pause = PAUSES.first();
    }

    synchronized void failed(String why) {
        failures++;
        lastFailure = why;
        if (trying) {
            pause = PAUSES.after(pause);
        }
        if (trying || !open && failures >= FAILURES_TO_OPEN) {
            open = true;
            pauseEnds = nanoTime.getAsLong() + pause.toNanos();
        }
        trying = false;
    }

    /** The call ended without saying anything about the server. */
    synchronized void unknown() {
        trying = false;
    }
}

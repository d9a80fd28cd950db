package dev.maestro.activities.record;

import dev.maestro.core.Backoff;
import dev.maestro.registry.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits out an outage of the database while an activity holds something that is only in its memory: a
 * reply that was paid for. Without it the reply would be asked for again.
 *
 * @param most how long; then the outage is the activity's failure, and its retry's business
 */
public record OutagePatience(Duration most) {
    /** Of a reply that was paid for: a restart of PostgreSQL takes seconds, a move to another machine minutes. */
    public static final OutagePatience REPLY_IN_HAND = new OutagePatience(Duration.ofMinutes(10));
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    /** @param gaveUp asked before each wait: whether nobody waits for the result any more */
    public <T> T record(Supplier<T> effect, BooleanSupplier gaveUp) {
        long deadline = System.nanoTime() + most.toNanos();
        Duration wait = PAUSES.first();
        while (true) {
            try {
                return effect.get();
            } catch (DatabaseUnavailableException e) {
                if (gaveUp.getAsBoolean() || System.nanoTime() + wait.toNanos() > deadline) {
                    throw e;
                }
                pause(wait, e);
                wait = PAUSES.after(wait);
            }
        }
    }

    private static void pause(Duration wait, DatabaseUnavailableException cause) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cause;
        }
    }
}

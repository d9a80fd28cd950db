package dev.maestro.core;

import java.time.Duration;

/**
 * The one way anything here waits before it tries again: a first pause that doubles up to a longest one.
 * Who waits, and how often it may, is the caller's business.
 *
 * @param first   pause before the second try, above zero
 * @param longest no pause is longer; at least {@code first}
 */
public record Backoff(Duration first, Duration longest) {
    /** How {@link #after} and every retry of the engine grow. */
    public static final int FACTOR = 2;

    public Backoff {
        if (first.isZero() || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a back-off from " + first + " to " + longest + ": the first must be above zero, the longest no shorter");
        }
    }

    /** The pause that follows one of this length. */
    public Duration after(Duration pause) {
        return pause.compareTo(longest.dividedBy(FACTOR)) >= 0 ? longest : pause.multipliedBy(FACTOR);
    }

    /**
     * The pause after so many tries.
     *
     * @param tries made so far, at least 1; after the first, the pause is {@code first}
     */
    public Duration afterTries(int tries) {
        if (tries < 1) {
            throw new IllegalArgumentException("tries is " + tries + ", at least 1 was made");
        }
        Duration pause = first;
        for (int i = 1; i < tries && pause.compareTo(longest) < 0; i++) {
            pause = after(pause);
        }
        return pause;
    }
}

package dev.maestro.rules;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Stops operators' rules that work too long on one call. Their compiled conditions and consequences call it: it is public for
 * them alone. One clock belongs to one thread while a judgement runs.
 */
public final class RuleClock {
    /** The longest that operators' rules may work on one stage of one call; ordinary ones take microseconds. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    /** A rule that did less than this is not slow: its process stood still. */
    static final long LEAST_WORK = 100_000;

    private static final int LOOKS_EVERY = 1_024;
    private static final ThreadLocal<@Nullable RuleClock> RUNNING = new ThreadLocal<>();

    private final long from = System.nanoTime();
    private long work;

    private RuleClock() {}

    /** Runs what fires rules, with a limit of its own. */
    static int limited(IntSupplier firing) {
        RuleClock before = RUNNING.get();
        RUNNING.set(new RuleClock());
        try {
            return firing.getAsInt();
        } finally {
            if (before == null) {
                RUNNING.remove();
            } else {
                RUNNING.set(before);
            }
        }
    }

    /** Called at the begin of each condition, consequence and extraction of an operator's rule. */
    public static void work() {
        RuleClock clock = RUNNING.get();
        if (clock != null) {
            clock.worked();
        }
    }

    private void worked() {
        if (++work % LOOKS_EVERY == 0 && work >= LEAST_WORK && System.nanoTime() - from > LIMIT.toNanos()) {
            throw new RuleStopped("operators' rules worked longer than " + LIMIT.toMillis() + " ms on one call");
        }
    }

    /** In the place of {@link String#matches}: a pattern can be stopped, too. */
    public static boolean matches(String text, String pattern) {
        return matcher(Pattern.compile(pattern), text).matches();
    }

    /** In the place of {@link Pattern#matcher}. */
    public static Matcher matcher(Pattern pattern, CharSequence text) {
        RuleClock clock = RUNNING.get();
        return pattern.matcher(clock == null ? text : new Watched(text, clock));
    }

    /** A text that counts how often it is read: a pattern that backtracks without end reads it without end. */
    private record Watched(CharSequence text, RuleClock clock) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            clock.worked();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Watched(text.subSequence(start, end), clock);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}

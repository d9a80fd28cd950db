package dev.maestro.experts.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Reads the header by which a server asks the client to wait. */
final class RetryAfter {
    /** Whatever a server asks for, a longer wait is of no use to a query. */
    static final Duration LONGEST = Duration.ofMinutes(10);

    private RetryAfter() {}

    /**
     * @param header seconds or an HTTP date
     * @return 0 to {@link #LONGEST}; empty when it is neither
     */
    static Optional<Duration> parse(String header, Instant now) {
        String value = header.strip();
        if (value.matches("[0-9]{1,9}(\\.[0-9]{1,3})?")) {
            return Optional.of(bounded(Duration.ofMillis(Math.round(Double.parseDouble(value) * 1_000))));
        }
        try {
            return Optional
                    .of(bounded(Duration.between(now, ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration asked) {
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}

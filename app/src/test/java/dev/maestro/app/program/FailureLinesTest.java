package dev.maestro.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureLinesTest {
    private static final long START = 1_764_600_000_000L;

    private final LoggerContext context = new LoggerContext();
    private final Logger logger = context.getLogger("io.temporal.internal.activity");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final FailureLines failures = new FailureLines(lines);

    @BeforeEach
    void start() {
        lines.start();
        failures.setContext(context);
        failures.start();
    }

    private void log(long afterMs, String message, @Nullable Throwable thrown) {
        LoggingEvent event = new LoggingEvent("", logger, Level.WARN, message, thrown, null);
        event.setTimeStamp(START + afterMs);
        failures.doAppend(event);
    }

    private static Throwable refused(String message) {
        return new IllegalStateException("wrapped", ApplicationFailure.newFailure(message, "EXPERT_SERVER_ERROR"));
    }

    @Test
    void a_known_failure_is_one_line_that_says_what_happened() {
        log(0, "Activity failure. attempt=1", refused("503 from\nthe server"));

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getThrowableProxy()).isNull();
            assertThat(line.getFormattedMessage()).startsWith("Activity failure. attempt=1").contains("503 from the server")
                    .doesNotContain("\n");
            assertThat(line.getLoggerName()).isEqualTo("io.temporal.internal.activity");
        });
    }

    @Test
    void failures_that_are_alike_are_counted_and_told_once_a_minute() {
        for (int i = 0; i < 50; i++) {
            log(i, "Activity failure. attempt=" + i, refused("503 after " + i + " ms"));
        }
        assertThat(lines.list).hasSize(1);
        log(61_000, "nothing special", null);

        assertThat(lines.list).hasSize(3);
        assertThat(lines.list.get(1).getFormattedMessage()).contains("(49 like it since ");
        log(62_000, "Activity failure. attempt=7", refused("503 after 7 ms"));
        assertThat(lines.list).as("the next minute tells it again").hasSize(4);
    }

    @Test
    void what_was_counted_last_is_told_at_the_end() {
        log(0, "Activity failure", refused("503"));
        log(1, "Activity failure", refused("503"));
        failures.stop();

        assertThat(lines.list).last().satisfies(line -> assertThat(line.getFormattedMessage()).contains("(1 like it since "));
    }

    @Test
    void what_nobody_expects_keeps_its_trace_each_time() {
        log(0, "oops", new IllegalStateException("a bug"));
        log(1, "oops", new IllegalStateException("a bug"));

        assertThat(lines.list).hasSize(2).allSatisfy(line -> assertThat(line.getThrowableProxy()).isNotNull());
    }

    @Test
    void another_failure_is_told_at_once() {
        log(0, "Activity failure", refused("503"));
        log(1, "Activity failure", refused("connection refused"));

        assertThat(lines.list).hasSize(2);
    }
}

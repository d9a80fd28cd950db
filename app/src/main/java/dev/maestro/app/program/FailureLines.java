package dev.maestro.app.program;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes known failures (a server that refused, a database that is away, an activity that is tried again) as one line each, and
 * counts those that are alike instead of repeating them. What nobody expects keeps its trace. Thread-safe, as appenders are.
 */
final class FailureLines extends AppenderBase<ILoggingEvent> {
    /** Failures that are alike are told once in this time. */
    static final Duration WINDOW = Duration.ofMinutes(1);
    /** Kinds of failures that are remembered. */
    private static final int MOST = 500;
    private static final int LONGEST = 400;
    /** Beginnings of the names of exceptions that say what happened and are handled by whoever tries again. */
    private static final String[] KNOWN = {
        "io.temporal.failure.", "io.temporal.client.", "io.grpc.Status", "dev.maestro.registry.database.DatabaseUnavailableException",
        "dev.maestro.core.errors.MaestroException", "java.sql.SQLTransient", "java.sql.SQLNonTransientConnection",
        "org.postgresql.util.PSQLException", "java.net.", "java.util.concurrent.RejectedExecutionException"};

    private final Appender<ILoggingEvent> lines;
    private final Map<String, Repeats> alike = new LinkedHashMap<>();
    private long lookedAt;

    private static final class Repeats {
        private final long since;
        private ILoggingEvent last;
        private String text;
        private int more;

        Repeats(ILoggingEvent first, String text) {
            this.since = first.getTimeStamp();
            this.last = first;
            this.text = text;
        }
    }

    /** @param lines where the lines go; started and stopped by whoever made it */
    FailureLines(Appender<ILoggingEvent> lines) {
        this.lines = lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        tellRepeats(event.getTimeStamp(), WINDOW.toMillis());
        Optional<IThrowableProxy> known = Optional.ofNullable(event.getThrowableProxy()).flatMap(FailureLines::known);
        if (known.isEmpty()) {
            lines.doAppend(event);
            return;
        }
        IThrowableProxy failure = known.get();
        String text = event.getFormattedMessage() + " — " + simple(failure.getClassName()) + ": " + failure.getMessage();
        String kind = event.getLoggerName() + text.replaceAll("[0-9a-fA-F-]{6,}|[0-9]+", "#");
        Repeats before = alike.get(kind);
        if (before != null) {
            before.more++;
            before.last = event;
            before.text = text;
            return;
        }
        if (alike.size() < MOST) {
            alike.put(kind, new Repeats(event, text));
        }
        lines.doAppend(line(event, text));
    }

    /** The first in the chain of causes that says what happened. */
    private static Optional<IThrowableProxy> known(IThrowableProxy thrown) {
        return Stream.iterate(thrown, each -> each != null, IThrowableProxy::getCause)
                .filter(each -> Stream.of(KNOWN).anyMatch(each.getClassName()::startsWith))
                .reduce((_, deeper) -> deeper);
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private void tellRepeats(long now, long olderThan) {
        if (now - lookedAt < Math.min(olderThan, WINDOW.toMillis() / 4)) {
            return;
        }
        lookedAt = now;
        alike.values().removeIf(repeats -> {
            boolean over = now - repeats.since >= olderThan;
            if (over && repeats.more > 0) {
                lines.doAppend(line(repeats.last, repeats.text + " (" + repeats.more + " like it since "
                        + Instant.ofEpochMilli(repeats.since).truncatedTo(ChronoUnit.SECONDS) + ")"));
            }
            return over;
        });
    }

    private static ILoggingEvent line(ILoggingEvent event, String text) {
        String oneLine = text.replaceAll("\\s+", " ");
        LoggingEvent line = new LoggingEvent();
        line.setLoggerName(event.getLoggerName());
        line.setLevel(event.getLevel());
        line.setThreadName(event.getThreadName());
        line.setTimeStamp(event.getTimeStamp());
        line.setMessage(oneLine.length() <= LONGEST ? oneLine : oneLine.substring(0, LONGEST) + "…");
        return line;
    }

    @Override
    public void stop() {
        lookedAt = 0;
        tellRepeats(Long.MAX_VALUE / 2, 0);
        super.stop();
    }
}

package dev.maestro.activities.step;

import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.record.OutagePatience;
import dev.maestro.activities.record.Previews;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.skills.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** The record of steps: it finds what is recorded under a key, and records a step's end there once. Thread-safe. */
public final class StepRecording {
    private final QueryHistory history;
    private final RecentRows recent;
    private final RecordedTexts texts;
    private final InstantSource clock;

    public StepRecording(QueryHistory history, RecentRows recent, RecordedTexts texts, InstantSource clock) {
        this.history = history;
        this.recent = recent;
        this.texts = texts;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** The report of a step that was done before. */
    Optional<StepReport> found(StepRequest request) {
        return recent.step(request.key()).map(row -> report(row, true));
    }

    /** Records what the step made, unless another attempt was first: then that stands. An outage of the database is waited out. */
    StepReport record(StepRequest request, StepEnd.Made made, Instant started) {
        Instant now = clock.instant();
        StepRow row = new StepRow(request.key(), request.queryId(), request.turn(), request.call().id(), request.call().kind(),
                request.leaf(), request.asked(), made.reply().expert(), made.reply().request(),
                texts.store(RecordedTexts.clean(made.output().text())), RecordedTexts.clean(made.output().value()), made.output().json(),
                made.output().images(), made.reply().inputTokens(), made.reply().outputTokens(), made.reply().costMicros(),
                made.reply().latencyMs().orElse(millis(started, now)), TemporalFailures.attempt(), made.reply().cached(), started, now);
        StepRow recorded = OutagePatience.DEFAULT.record(() -> history.recordStep(row), () -> Thread.currentThread().isInterrupted());
        return report(recent.remember(recorded), false);
    }

    void record(StepRequest request, StepEnd.Failed failed, Instant started) {
        Instant now = clock.instant();
        history.recordFailure(new FailureRow(request.key(), request.queryId(), request.turn(), request.call().id(), request.expert(),
                failed.code(), RecordedTexts.clean(failed.message()), failed.status(), TemporalFailures.attempt(), millis(started, now),
                now));
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static StepReport report(StepRow row, boolean recorded) {
        String reply = row.reply().text().orElse("(long reply, " + row.reply().hash().map(Object::toString).orElse("") + ")");
        return new StepReport(new StepResult.Done(row.call(), row.value()), row.expert(), Previews.of(reply), row.latencyMs(), recorded);
    }
}

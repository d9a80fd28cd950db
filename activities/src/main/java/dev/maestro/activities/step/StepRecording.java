package dev.maestro.activities.step;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.record.OutagePatience;
import dev.maestro.activities.record.Previews;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.experts.ExpertErrors;
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

    /**
     * Records what the step made, unless another attempt was first: then that stands. An outage of the database is waited out.
     *
     * @param attempt number of the activity's attempt, from 1
     */
    StepReport record(StepRequest request, StepEnd.Made made, int attempt, Instant started) {
        return OutagePatience.REPLY_IN_HAND.record(() -> recorded(request, made, attempt, started),
                () -> Thread.currentThread().isInterrupted());
    }

    private StepReport recorded(StepRequest request, StepEnd.Made made, int attempt, Instant started) {
        Instant now = clock.instant();
        StepRow row = new StepRow(request.key(), request.queryId(), request.turn(), request.call().id(), request.call().kind(),
                request.leaf(), request.asked(), made.reply().expert(), made.reply().request(),
                texts.store(RecordedTexts.clean(made.output().text())), RecordedTexts.clean(made.output().value()), made.output().json(),
                made.output().images(), made.reply().inputTokens(), made.reply().outputTokens(), made.reply().costMicros(),
                made.reply().latencyMs().orElse(millis(started, now)), attempt, made.reply().cached(), started, now);
        StepRow recorded = history.recordStep(row);
        boolean another = Duration.between(recorded.startedAt(), row.startedAt()).abs().compareTo(Duration.ofMillis(1)) >= 0;
        if (another && row.inputTokens() + row.outputTokens() + row.costMicros() > 0) {
            late(row);
        }
        return report(recent.remember(recorded), another);
    }

    /** What was paid beside the record is in it, too. */
    private void late(StepRow row) {
        history.recordFailure(new FailureRow(row.key(), row.queryId(), row.turn(), row.call(), row.expert(), QueryErrors.REPLY_LATE.name(),
                "another attempt's reply stands; this one used " + (row.inputTokens() + row.outputTokens()) + " tokens and cost "
                        + row.costMicros() + " micros",
                200, row.attempt(), row.latencyMs(), row.at()));
    }

    /** The report of a step that another attempt recorded meanwhile. */
    StepReport standing(StepRequest request) {
        return history.step(request.key()).map(recent::remember).map(row -> report(row, true))
                .orElseThrow(() -> TemporalFailures.invalid("step " + request.key() + " is recorded and cannot be read"));
    }

    /**
     * Records that a step failed.
     *
     * @return how often whoever was asked failed at it, this time included; an attempt that died with its worker is none
     */
    int record(StepRequest request, StepEnd.Failed failed, Instant started) {
        Instant now = clock.instant();
        int attempts = (int) history.failures(request.key(), request.expert()).stream().filter(StepRecording::wasAsked).count() + 1;
        history.recordFailure(new FailureRow(request.key(), request.queryId(), request.turn(), request.call().id(), request.expert(),
                failed.code(), RecordedTexts.clean(failed.message()), failed.status(), attempts, millis(started, now), now));
        return attempts;
    }

    /** Nobody is asked where a circuit is open or no place is free. */
    private static boolean wasAsked(String code) {
        return !code.equals(ExpertErrors.EXPERT_OVERLOADED.name()) && !code.equals(ExpertErrors.EXPERT_CANCELLED.name())
                && !code.equals(QueryErrors.REPLY_LATE.name());
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private static StepReport report(StepRow row, boolean recorded) {
        String reply = row.reply().text().orElse("(long reply, " + row.reply().hash().map(Object::toString).orElse("") + ")");
        return new StepReport(new StepResult.Done(row.call(), row.value()), row.expert(), Previews.of(reply), row.latencyMs(), recorded);
    }
}

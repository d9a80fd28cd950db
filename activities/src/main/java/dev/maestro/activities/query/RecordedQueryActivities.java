package dev.maestro.activities.query;

import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.Ruling;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import java.time.InstantSource;

/** {@link QueryActivities} on the database. Thread-safe. */
public final class RecordedQueryActivities implements QueryActivities {
    private final Pinning pinning;
    private final Judging judging;
    private final Observing observing;
    private final QueryHistory history;
    private final InstantSource clock;

    public RecordedQueryActivities(Pinning pinning, Judging judging, Observing observing, QueryHistory history, InstantSource clock) {
        this.pinning = pinning;
        this.judging = judging;
        this.observing = observing;
        this.history = history;
        this.clock = clock;
    }

    @Override
    public void accept(QueryRow query) {
        history.accept(query);
    }

    @Override
    public Pinned pin(PinRequest request) {
        return pinning.pin(request);
    }

    @Override
    public Ruling judge(JudgeRequest request) {
        return judging.judge(request);
    }

    @Override
    public Observed observe(ObserveRequest request) {
        return observing.observe(request);
    }

    @Override
    public void note(NoteRequest request) {
        history.recordEvent(new EventRow(request.queryId(), request.kind(), request.detail(), clock.instant()));
    }

    @Override
    public Totals finish(OutcomeRow outcome) {
        history.finish(outcome);
        QueryHistory.Totals totals = history.totals(outcome.queryId());
        return new Totals(totals.steps(), totals.tokens(), totals.costMicros(), totals.experts(), totals.leaves());
    }
}

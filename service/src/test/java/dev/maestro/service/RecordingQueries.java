package dev.maestro.service;

import dev.maestro.activities.QueryErrors;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Stored;
import dev.maestro.workflows.client.Queries;
import dev.maestro.workflows.query.QueryInput;
import dev.maestro.workflows.query.QueryResult;
import dev.maestro.workflows.query.QueryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine for tests: it records what the test says happens to a query, as the workflow would. Thread-safe. */
final class RecordingQueries implements Queries {
    private final QueryHistory history;
    private final Map<String, QueryInput> submitted = new ConcurrentHashMap<>();
    private final Map<String, QueryStatus> live = new ConcurrentHashMap<>();
    final List<String> submissions = new CopyOnWriteArrayList<>();
    volatile boolean away;
    /** Whether a query is answered as soon as it is submitted. */
    volatile boolean quick;

    RecordingQueries(QueryHistory history) {
        this.history = history;
    }

    @Override
    public void submit(QueryInput input) {
        requireThere();
        submissions.add(input.id());
        if (submitted.putIfAbsent(input.id(), input) == null && quick) {
            answer(input.id(), "17");
        }
    }

    private void requireThere() {
        if (away) {
            throw new IllegalStateException("the engine is away");
        }
    }

    void pin(String id) {
        history.pin(new PinRow(id, 7, "r7-rules", Profile.DEFAULT, "rules", "rules/1"));
        live.put(id, QueryStatus.RUNNING);
    }

    void turn(String id, int turn) {
        Instant now = Instant.now();
        history.recordDecision(new DecisionRow(new TurnKey(id, turn), id, turn, "text",
                "{\"type\":\"call\",\"expert\":\"Chart-R1\",\"skill\":\"Chart_Problem_Solver\",\"input\":\"<b>which?</b>\"}",
                Optional.of(-0.5),
                "[{\"expert\":\"Chart-R1\",\"skill\":\"Chart_Problem_Solver\",\"score\":1.0}]", "because", 10, 5, 0, 3, 1, now,
                Optional.empty()));
        history.recordStep(new StepRow(new StepKey(id, turn, CallId.parse("answer")), id, turn, CallId.parse("answer"), StepKind.ASK,
                "Chart_Data_Skill", "Chart-R1", "Chart-R1", Stored.EMPTY, new Stored(Optional.of("seventeen"), Optional.empty()), "17",
                "{}",
                List.of(), 100, 10, 30, 40, 1, false, now, now));
        history.recordObservation(new ObservationRow(new TurnKey(id, turn), id, turn,
                "{\"type\":\"dispatched\",\"expert\":\"Chart-R1\",\"skill\":\"s\",\"leaf\":\"Chart_Data_Skill\",\"route\":\"\",\"fallbacks\":[],"
                        + "\"trace\":{\"rules\":[\"a rule\"],\"terms\":[],\"scores\":[],\"runnerUp\":\"\"}}",
                "{\"type\":\"evidence\",\"expert\":\"Chart-R1\",\"skill\":\"s\",\"leaf\":\"Chart_Data_Skill\",\"text\":\"seventeen\"}",
                now));
    }

    void end(String id, QueryStatus status, Optional<String> answer, String reason) {
        int run = history.outcome(id).map(last -> last.run() + 1).orElse(0);
        history.finish(new OutcomeRow(id, run, status, answer, reason, "", Instant.now()));
        live.put(id, status);
    }

    void answer(String id, String text) {
        pin(id);
        turn(id, 1);
        end(id, QueryStatus.ANSWERED, Optional.of(text), "");
    }

    @Override
    public Optional<QueryState> state(String queryId) {
        requireThere();
        return Optional.ofNullable(live.get(queryId))
                .map(status -> new QueryState(queryId, status, 1, "Chart-R1 · answer", Optional.empty(), List.of()));
    }

    @Override
    public Optional<QueryResult> await(String queryId, Duration timeout) {
        throw new UnsupportedOperationException("the service waits by the feed");
    }

    @Override
    public void cancel(String queryId) {
        requireSubmitted(queryId);
        end(queryId, QueryStatus.CANCELLED, Optional.empty(), "CANCELLED");
    }

    private void requireSubmitted(String queryId) {
        requireThere();
        if (!submitted.containsKey(queryId)) {
            throw new MaestroException(QueryErrors.QUERY_ENDED, "query \"" + queryId + "\" does not run");
        }
    }

    @Override
    public void pause(String queryId, String by) {
        requireSubmitted(queryId);
        history.recordEvent(new EventRow(queryId, EventKind.PAUSED, by, Instant.now()));
        live.put(queryId, QueryStatus.PAUSED);
    }

    @Override
    public void resume(String queryId, String by) {
        requireSubmitted(queryId);
        if (live.put(queryId, QueryStatus.RUNNING) == QueryStatus.PAUSED) {
            history.recordEvent(new EventRow(queryId, EventKind.RESUMED, by, Instant.now()));
        }
    }

    @Override
    public void approve(String queryId, String target, boolean approved, String by) {
        requireSubmitted(queryId);
        history.recordEvent(new EventRow(queryId, approved ? EventKind.APPROVED : EventKind.DENIED, target + " by " + by, Instant.now()));
    }

    @Override
    public void retry(String queryId, Optional<Limits> limits) {
        requireSubmitted(queryId);
        int run = history.outcome(queryId).map(last -> last.run() + 1).orElse(0);
        history.retried(queryId, run, limits.orElse(Limits.DEFAULT), Instant.now());
        live.put(queryId, QueryStatus.RUNNING);
    }
}

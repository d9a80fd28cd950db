package dev.maestro.activities.query;

import dev.maestro.activities.QueryActivities.ObserveRequest;
import dev.maestro.activities.QueryActivities.Observed;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.TurnEnd;
import dev.maestro.activities.record.ObservationJson;
import dev.maestro.activities.record.Previews;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.core.Json;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.TurnKey;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.PlanOutcome;
import java.time.InstantSource;
import java.util.List;

/** Turns a turn's end into what the policy is told, and records it with the verdict. Thread-safe. */
public final class Observing {
    private final QueryHistory history;
    private final RecentRows recent;
    private final RecordedTexts texts;
    private final InstantSource clock;

    public Observing(QueryHistory history, RecentRows recent, RecordedTexts texts, InstantSource clock) {
        this.history = history;
        this.recent = recent;
        this.texts = texts;
        this.clock = clock;
    }

    Observed observe(ObserveRequest request) {
        TurnKey key = new TurnKey(request.queryId(), request.turn());
        ObservationRow row = history.recordObservation(new ObservationRow(key, request.queryId(), request.turn(), verdict(request.end()),
                ObservationJson.write(observation(key, request.end())), clock.instant()));
        Observation recorded = ObservationJson.read(row.observation());
        return new Observed(ObservationJson.kind(recorded), Previews.of(switch (recorded) {
            case Observation.Evidence evidence -> evidence.text();
            case Observation.Refused refused -> refused.code() + ": " + refused.reason();
            case Observation.Failed failed -> failed.failure() + ": " + failed.message();
        }));
    }

    private static String verdict(TurnEnd end) {
        return switch (end) {
            case TurnEnd.Invalid _ -> "{}";
            case TurnEnd.RefusedByRules(var verdict) -> Json.write(verdict);
            case TurnEnd.RefusedByPerson(var verdict, _) -> Json.write(verdict);
            case TurnEnd.Ran(var verdict, _) -> Json.write(verdict);
        };
    }

    private Observation observation(TurnKey key, TurnEnd end) {
        return switch (end) {
            case TurnEnd.Invalid(String code, String reason) -> new Observation.Refused(code, reason, List.of());
            case TurnEnd.RefusedByRules(Verdict.Refused(var code, var reason, var validNames, _)) ->
                new Observation.Refused(code, reason, validNames);
            case TurnEnd.RefusedByPerson(_, String reason) ->
                new Observation.Refused(QueryErrors.APPROVAL_DENIED.name(), reason, List.of());
            case TurnEnd.Ran(_, PlanOutcome.Failed(var step)) -> new Observation.Failed(step.failure(), step.message());
            case TurnEnd.Ran(var verdict, PlanOutcome.Observed observed) -> evidence(key.step(observed.call()), verdict, observed);
        };
    }

    private Observation evidence(StepKey key, Verdict.Dispatched verdict, PlanOutcome.Observed observed) {
        StepRow step = recent.step(key).orElseThrow(() -> TemporalFailures.invalid("step " + key + " is not in the history"));
        return new Observation.Evidence(step.expert().isEmpty() ? verdict.expert() : step.expert(), verdict.skill(), verdict.leaf(),
                observed.cut().cut(texts.read(step.reply())));
    }
}

package dev.maestro.activities.evaluation;

import dev.maestro.activities.EvaluationActivities.RecordRequest;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.record.ObservationJson;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.activities.record.Verdicts;
import dev.maestro.core.Json;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.policy.protocol.ReferenceTrajectory;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.rules.Verdict;
import dev.maestro.scoring.Scorer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** What became of a sample, from the record of its query and the scorers' verdicts. Thread-safe. */
public final class SampleResults {
    private final QueryHistory history;
    private final PinnedRegistry registry;
    private final Scorers scorers;

    public SampleResults(QueryHistory history, PinnedRegistry registry, Scorers scorers) {
        this.history = history;
        this.registry = registry;
        this.scorers = scorers;
    }

    SampleResult of(Evaluation evaluation, Sample sample, RecordRequest request) {
        Optional<Audit> audit = history.audit(request.queryId());
        Instant submitted = Instant.ofEpochMilli(request.submittedAtMs());
        Instant accepted = audit.map(a -> a.query().acceptedAt()).orElse(submitted);
        int run = history.newestRun(request.queryId());
        OutcomeRow outcome = audit.filter(a -> !a.outcomes().isEmpty()).map(a -> a.outcomes().getLast()).filter(row -> row.run() >= run)
                .map(row -> ours(audit.get(), sample)
                        ? row
                        : new OutcomeRow(request.queryId(), run, QueryStatus.FAILED, Optional.empty(), QueryErrors.QUERY_ID_TAKEN.name(),
                                "another question was asked under the id " + request.queryId()
                                        + " before; give the evaluation another name",
                                row.at()))
                .orElseGet(() -> new OutcomeRow(request.queryId(), run, QueryStatus.FAILED, Optional.empty(),
                        request.reason().isEmpty() ? QueryErrors.WORKFLOW_ENDED.name() : request.reason(), request.message(), accepted));
        List<Turn> turns = audit.map(Audit::turns).orElse(List.of());
        List<StepRow> steps = audit.map(Audit::steps).orElse(List.of());
        long costMicros = sum(turns, t -> t.decision().costMicros()) + sum(steps, StepRow::costMicros);
        boolean unscored = Infrastructure.failed(outcome);
        List<Score> scores = unscored ? List.of(NONE) : scores(evaluation, sample, turns, outcome, costMicros);
        Optional<Score> reference = scores.stream().findFirst().filter(s -> !s.equals(NONE));
        Optional<Score> strict = Optional.of(scores.getLast()).filter(s -> !s.equals(NONE));
        return new SampleResult(
                evaluation.name(), sample.index(), request.attempt(), sample.id(), sample.dataSource(), sample.question(), sample.images(),
                sample.groundTruth(),
                request.queryId(), outcome.status(), outcome.answer(), outcome.reason(), outcome.message(),
                reference, strict,
                (evaluation.scorer().equals(Scorers.STRICT) ? strict : reference).filter(s -> s.accuracy() > 0).isPresent(),
                turns.stream().flatMap(turn -> call(turn, steps).stream()).toList(), turns.size(), steps.size(),
                sum(turns, t -> t.decision().inputTokens()), sum(turns, t -> t.decision().outputTokens()),
                sum(steps, StepRow::inputTokens), sum(steps, StepRow::outputTokens),
                costMicros,
                Math.max(0, Duration.between(accepted, outcome.at()).toMillis()),
                request.submittedAtMs() == 0 ? 0 : Math.max(0, Duration.between(submitted, accepted).toMillis()),
                sum(turns, t -> t.decision().latencyMs()), sum(steps, StepRow::latencyMs),
                audit.flatMap(Audit::pin).map(PinRow::registryRevision).orElse(evaluation.registryRevision()),
                audit.flatMap(Audit::pin).map(PinRow::policyVersion).orElse(""), accepted, outcome.at(), outcome.run(), unscored);
    }

    /** A query of somebody else under the same id would be scored as the sample's otherwise. */
    private static boolean ours(Audit audit, Sample sample) {
        return audit.query().question().equals(sample.question()) && audit.query().images().equals(sample.images());
    }

    private static final Score NONE = new Score(0, 0, 0, "");

    /** The reference's and the strict score; NONE where there is no such scorer. */
    private List<Score> scores(Evaluation evaluation, Sample sample, List<Turn> turns, OutcomeRow outcome, long costMicros) {
        Scorer.Sample scored = new Scorer.Sample(sample.dataSource(), sample.groundTruth(), trajectory(turns), outcome.answer(),
                turns.stream().map(SampleResults::scored).toList(), costMicros, sample.textTruth());
        List<Scorer> all = scorers.at(registry.at(evaluation.registryRevision()));
        return List.of(score(all, Scorers.REFERENCE, scored), score(all, Scorers.STRICT, scored));
    }

    private static Score score(List<Scorer> scorers, String name, Scorer.Sample sample) {
        return scorers.stream().filter(scorer -> scorer.name().equals(name)).findFirst()
                .map(scorer -> scorer.score(sample))
                .map(s -> new Score(s.accuracy(), s.format(), s.total(), RecordedTexts.clean(s.why())))
                .orElse(NONE);
    }

    static String trajectory(List<Turn> turns) {
        return ReferenceTrajectory.of(turns.stream()
                .map(turn -> new ReferenceTrajectory.Step(turn.decision().text(),
                        turn.observation().map(ObservationRow::observation).map(ObservationJson::read)))
                .toList());
    }

    private static Scorer.ScoredTurn scored(Turn turn) {
        Action action = Json.read(turn.decision().action(), Action.class);
        Scorer.TurnEffect effect = action instanceof Action.Call && turn.observation().isPresent()
                ? switch (ObservationJson.read(turn.observation().get().observation())) {
                    case Observation.Evidence _ -> Scorer.TurnEffect.EVIDENCE;
                    case Observation.Refused _ -> Scorer.TurnEffect.REFUSED;
                    case Observation.Failed _ -> Scorer.TurnEffect.FAILED;
                }
                : Scorer.TurnEffect.NOTHING;
        return new Scorer.ScoredTurn(action, effect);
    }

    private static Optional<Call> call(Turn turn, List<StepRow> all) {
        DecisionRow decision = turn.decision();
        if (!(Json.read(decision.action(), Action.class) instanceof Action.Call asked) || turn.observation().isEmpty()) {
            return Optional.empty();
        }
        Optional<Verdict.Dispatched> to = Verdicts.dispatched(turn.observation().get().verdict());
        List<StepRow> steps = all.stream().filter(step -> step.turn() == decision.turn()).toList();
        Observation observation = ObservationJson.read(turn.observation().get().observation());
        ObservationKind outcome = ObservationJson.kind(observation);
        String code = switch (observation) {
            case Observation.Evidence _ -> "";
            case Observation.Refused refused -> refused.code();
            case Observation.Failed failed -> failed.failure();
        };
        return Optional.of(new Call(decision.turn(), to.map(Verdict.Dispatched::expert).orElse(asked.expert()),
                to.map(Verdict.Dispatched::skill).orElse(asked.skill()), to.map(Verdict.Dispatched::leaf).orElse(""), outcome, code,
                steps.stream().map(StepRow::expert).filter(expert -> !expert.isEmpty()).distinct().toList(),
                steps.size(), sum(steps, StepRow::inputTokens) + sum(steps, StepRow::outputTokens), sum(steps, StepRow::costMicros),
                sum(steps, StepRow::latencyMs)));
    }

    private static <T> long sum(List<T> rows, ToLongFunction<T> of) {
        return rows.stream().mapToLong(of).sum();
    }
}

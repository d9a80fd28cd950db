package dev.maestro.activities.evaluation;

import dev.maestro.activities.EvaluationActivities;
import dev.maestro.activities.Heartbeats;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.RunningQueries;
import dev.maestro.activities.RunningQueries.Ending;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.Evaluation.Replay;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.EvaluationStore.Position;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@link EvaluationActivities} on the database. */
public final class RecordedEvaluationActivities implements EvaluationActivities {
    /** Half of what a payload may take: questions come in the answer, and again in each query's own input. */
    private static final int MOST_CHARACTERS = 16_000;
    /** Samples looked through at a time; an evaluation that is started again passes those that are done. */
    private static final int PAGE = 256;
    /** How soon a cancellation reaches a query that is waited for. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

    private final EvaluationStore evaluations;
    private final QueryHistory history;
    private final SampleResults results;
    private final RunningQueries queries;
    private final InstantSource clock;

    public RecordedEvaluationActivities(EvaluationStore evaluations, QueryHistory history, SampleResults results, RunningQueries queries,
            InstantSource clock) {
        this.evaluations = evaluations;
        this.history = history;
        this.results = results;
        this.queries = queries;
        this.clock = clock;
    }

    @Override
    public NextSamples next(NextRequest request) {
        Evaluation evaluation = evaluation(request.evaluation());
        List<Queued> queued = new ArrayList<>();
        long characters = 0;
        long from = Math.max(0, request.afterIndex());
        while (true) {
            List<Sample> samples = evaluations.samples(evaluation.name(), from, PAGE);
            if (samples.isEmpty()) {
                return handedOut(evaluation, queued, true);
            }
            from = samples.getLast().index() + 1;
            Set<Position> done = new HashSet<>(
                    evaluations.recorded(evaluation.name(), samples.getFirst().index(), samples.getLast().index(), !request.unscoredToo()));
            for (Sample sample : samples) {
                for (int attempt = 1; attempt <= evaluation.attempts(); attempt++) {
                    boolean behind = sample.index() > request.afterIndex() || attempt > request.afterAttempt();
                    if (!behind || done.contains(new Position(sample.index(), attempt))) {
                        continue;
                    }
                    characters += sample.question().length() + 200L + 80L * sample.images().size();
                    if (queued.size() == request.most() || (!queued.isEmpty() && characters > MOST_CHARACTERS)) {
                        return handedOut(evaluation, queued, false);
                    }
                    queued.add(queued(evaluation, sample, attempt));
                }
            }
        }
    }

    private NextSamples handedOut(Evaluation evaluation, List<Queued> queued, boolean last) {
        evaluations.conditions(queued.stream().map(q -> conditions(evaluation, q)).toList());
        return new NextSamples(queued, last);
    }

    private Queued queued(Evaluation evaluation, Sample sample, int attempt) {
        String queryId = evaluation.queryId(sample.index(), attempt);
        Optional<OutcomeRow> outcome = history.outcome(queryId);
        int newest = outcome.isPresent() ? history.newestRun(queryId) : 0;
        // A later run than the one that ended is under way, or its workflow is gone: it is waited for, or begun again.
        boolean ended = outcome.filter(o -> o.run() >= newest).isPresent();
        boolean again = outcome.filter(o -> o.status() == QueryStatus.CANCELLED || Infrastructure.failed(o)).isPresent();
        return new Queued(sample.index(), attempt, queryId, sample.question(), sample.images(),
                ended && again ? outcome.get().run() + 1 : newest, ended && !again);
    }

    private QueryConditions conditions(Evaluation evaluation, Queued queued) {
        // Another seed for each attempt, the same one whenever it is asked.
        long seed = evaluation.seed() * 1_000_003 + queued.index() * 131 + queued.attempt();
        Optional<String> replayOf = evaluation.replay().map(Replay::of).flatMap(evaluations::evaluation)
                .map(other -> other.queryId(queued.index(), Math.min(queued.attempt(), other.attempts())));
        return new QueryConditions(queued.queryId(), evaluation.name(), evaluation.registryRevision(), evaluation.experts(),
                evaluation.temperature(),
                seed, replayOf, evaluation.replay().map(Replay::live).orElse(false));
    }

    @Override
    public Recorded record(RecordRequest request) {
        Evaluation evaluation = evaluation(request.evaluation());
        Sample sample = evaluations.sample(evaluation.name(), request.index()).orElseThrow(() -> TemporalFailures.invalid(
                "evaluation " + request.evaluation() + " has no sample " + request.index()));
        SampleResult recorded = evaluations.record(results.of(evaluation, sample, request));
        return new Recorded(recorded.status(), recorded.right(), recorded.unscored(), evaluations.replaces(recorded));
    }

    @Override
    public void note(EvaluationNote note) {
        evaluations.event(note.evaluation(), note.kind(), note.detail(), clock.instant());
    }

    @Override
    public boolean awaitQuery(String queryId) {
        try (Heartbeats heartbeats = Heartbeats.start()) {
            while (true) {
                switch (queries.await(queryId, LOOK_EVERY)) {
                    case Ending.ENDED -> {
                        return true;
                    }
                    case Ending.UNKNOWN -> {
                        return false;
                    }
                    case Ending.RUNNING -> {
                        if (heartbeats.cancelled()) {
                            queries.cancel(queryId);
                            heartbeats.throwIfEnded();
                        }
                    }
                }
            }
        }
    }

    private Evaluation evaluation(String name) {
        return evaluations.evaluation(name)
                .orElseThrow(() -> TemporalFailures.lasting(QueryErrors.EVALUATION_UNKNOWN, "no evaluation \"" + name + "\""));
    }
}

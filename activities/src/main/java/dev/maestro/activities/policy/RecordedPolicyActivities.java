package dev.maestro.activities.policy;

import dev.maestro.activities.Heartbeats;
import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.record.AskableExperts;
import dev.maestro.activities.record.ObservationJson;
import dev.maestro.activities.record.OutagePatience;
import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.core.Json;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;

/** {@link PolicyActivities} on the database: a turn is decided once. */
public final class RecordedPolicyActivities implements PolicyActivities {
    /** What one decision may write: thoughts and one action. */
    private static final int MAX_OUTPUT_TOKENS = 4_096;
    /** A rough prompt: the registry's descriptions and the transcript; images count with the server. */
    private static final int PROMPT_TOKENS = 6_000;

    /** Soon enough for the other worker's turn, seldom enough to cost nothing while there is none. */
    private static final Duration OTHER_WORKER = Duration.ofSeconds(2);

    private final PinnedRegistry registry;
    private final QueryHistory history;
    private final RecentRows recent;
    private final Ledger ledger;
    private final QueryImages images;
    private final Policies policies;
    private final Supplier<Set<String>> unavailable;
    private final InstantSource clock;

    public RecordedPolicyActivities(PinnedRegistry registry, QueryHistory history, RecentRows recent, Ledger ledger,
            QueryImages images, Policies policies,
            Supplier<Set<String>> unavailable, InstantSource clock) {
        this.registry = registry;
        this.history = history;
        this.recent = recent;
        this.ledger = ledger;
        this.images = images;
        this.policies = policies;
        this.unavailable = unavailable;
        this.clock = clock;
    }

    @Override
    public Decision decide(DecideRequest request) {
        List<Turn> turns = history.turns(request.queryId());
        Optional<DecisionRow> recorded = turns.stream().map(Turn::decision).filter(d -> d.turn() == request.turn()).findFirst();
        if (recorded.isPresent()) {
            settle(recorded.get());
            return decision(recorded.get(), true);
        }
        Optional<String> pinned = history.pinOf(request.queryId()).map(PinRow::policyVersion);
        Policy policy = policies.named(request.policy(), pinned);
        requirePinned(pinned, policy);
        TurnKey key = new TurnKey(request.queryId(), request.turn());
        boolean metered = !policies.isShort(policy);
        if (metered) {
            TemporalFailures.requireGranted(ledger.reserve(request.queryId(), key.toString(), PROMPT_TOKENS + MAX_OUTPUT_TOKENS, 0),
                    key.toString());
        }
        try (Heartbeats heartbeats = Heartbeats.start()) {
            Transcript transcript = transcript(request, turns, policy);
            return switch (policy.next(transcript, heartbeats)) {
                case PolicyOutcome.Decided decided -> record(request, key, decided);
                case PolicyOutcome.Failure failure -> {
                    if (metered) {
                        ledger.release(request.queryId(), key.toString());
                    }
                    heartbeats.throwIfEnded();
                    throw TemporalFailures.policy(failure);
                }
            };
        }
    }

    /** A query keeps the model it began with: it waits for a worker that holds it rather than change its mind. */
    private static void requirePinned(Optional<String> pinned, Policy policy) {
        pinned.filter(version -> policy.isHeldByFew() && !version.equals(policy.version())).ifPresent(version -> {
            throw ApplicationFailure.newBuilder()
                    .setType(QueryErrors.POLICY_OTHER_MODEL.name())
                    .setMessage(
                            "the query is pinned to " + version + ", this worker holds " + policy.version()
                                    + ". Start a worker with the pinned model, or ask again.")
                    .setNextRetryDelay(OTHER_WORKER)
                    .build();
        });
    }

    private Decision record(DecideRequest request, TurnKey key, PolicyOutcome.Decided decided) {
        DecisionRow row = new DecisionRow(key, request.queryId(), request.turn(), decided.text(), Json.write(decided.action()),
                boxed(decided.logProbability()), Json.write(decided.candidates()), decided.why(),
                decided.usage().inputTokens(), decided.usage().outputTokens(), decided.usage().costMicros(),
                decided.usage().latency().toMillis(), TemporalFailures.attempt(), clock.instant(),
                decided.written());
        DecisionRow recorded = OutagePatience.DEFAULT.record(
                () -> decided.generation().map(drawn -> history.recordDecision(row, drawn)).orElseGet(() -> history.recordDecision(row)),
                () -> Thread.currentThread().isInterrupted());
        settle(recorded);
        return decision(recorded, false);
    }

    /** Books a decision's use, once per key: a worker killed before it leaves it to the one that finds the record. */
    private void settle(DecisionRow recorded) {
        long tokens = recorded.inputTokens() + recorded.outputTokens();
        if (tokens + recorded.costMicros() > 0) {
            ledger.settle(recorded.queryId(), recorded.key().toString(), tokens, recorded.costMicros());
        }
    }

    private static Decision decision(DecisionRow row, boolean recorded) {
        return new Decision(Json.read(row.action(), Action.class), row.why(), recorded);
    }

    private static Optional<Double> boxed(OptionalDouble value) {
        return value.isPresent() ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private Transcript transcript(DecideRequest request, List<Turn> turns, Policy policy) {
        QueryRow query = recent.query(request.queryId())
                .orElseThrow(() -> TemporalFailures.broken("query " + request.queryId() + " is not in the history"));
        RegistrySnapshot snapshot = registry.at(request.registryRevision());
        List<Transcript.Turn> past = turns.stream()
                .filter(t -> t.observation().isPresent() && t.decision().turn() < request.turn())
                .map(t -> new Transcript.Turn(t.decision().text(), Json.read(t.decision().action(), Action.class),
                        ObservationJson.read(t.observation().orElseThrow().observation())))
                .toList();
        return new Transcript(request.queryId(), request.profile(), query.question(),
                policy.seesImages() ? images.forPolicy(query.images()) : List.of(),
                images.facts(query.images()), past, request.turnsLeft(), MAX_OUTPUT_TOKENS, snapshot,
                AskableExperts.of(request.queryId(), recent).out(snapshot, unavailable),
                recent.conditions(request.queryId()).map(asked -> new Transcript.Randomness(asked.temperature(), asked.seed())));
    }
}

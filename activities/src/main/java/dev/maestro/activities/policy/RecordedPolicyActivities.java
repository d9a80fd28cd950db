package dev.maestro.activities.policy;

import dev.maestro.activities.Heartbeats;
import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.record.AskableExperts;
import dev.maestro.activities.record.CallFences;
import dev.maestro.activities.record.KnownToAnswer;
import dev.maestro.activities.record.ObservationJson;
import dev.maestro.activities.record.OutagePatience;
import dev.maestro.activities.record.QueryImages;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.core.CallContext;
import dev.maestro.core.Json;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.registry.history.Ledger;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@link PolicyActivities} on the database: a turn is decided once. */
public final class RecordedPolicyActivities implements PolicyActivities {
    /** What one decision may write: thoughts and one action. */
    private static final int MAX_OUTPUT_TOKENS = 4_096;
    /** A rough prompt: the registry's descriptions and the transcript; images count with the server. */
    private static final int PROMPT_TOKENS = 6_000;

    /** Under which call of its turn a policy's failures are recorded; its server knows the decision by the same key. */
    private static final CallId POLICY = CallId.of("policy");
    /** Soon enough for the other worker's turn, seldom enough to cost nothing while there is none. */
    private static final Duration OTHER_WORKER = Duration.ofSeconds(2);

    private final PinnedRegistry registry;
    private final QueryHistory history;
    private final RecentRows recent;
    private final Ledger ledger;
    private final CallFences fences;
    private final QueryImages images;
    private final Policies policies;
    private final Supplier<Set<String>> unavailable;
    private final KnownToAnswer known;
    private final InstantSource clock;

    public RecordedPolicyActivities(PinnedRegistry registry, QueryHistory history, RecentRows recent, Ledger ledger, CallFences fences,
            QueryImages images, Policies policies,
            Supplier<Set<String>> unavailable, KnownToAnswer known, InstantSource clock) {
        this.registry = registry;
        this.history = history;
        this.recent = recent;
        this.ledger = ledger;
        this.fences = fences;
        this.images = images;
        this.policies = policies;
        this.unavailable = unavailable;
        this.known = known;
        this.clock = clock;
    }

    @Override
    public Decision decide(DecideRequest request) {
        // First of all: a read that takes long is no sign of a worker that is gone.
        try (Heartbeats heartbeats = Heartbeats.start()) {
            return decide(request, heartbeats);
        }
    }

    private Decision decide(DecideRequest request, Heartbeats heartbeats) {
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
        Instant started = clock.instant();
        try (CallFences.Fence fence = fences.of(request.queryId(), key.toString())) {
            CallContext guarded = policies.isShort(policy)
                    ? heartbeats
                    : fence.before(heartbeats, key.toString(), PROMPT_TOKENS + MAX_OUTPUT_TOKENS, 0);
            return switch (outcome(request, turns, policy, guarded)) {
                case PolicyOutcome.Decided decided -> {
                    // A policy that sends nothing anywhere tells nobody; its decision counts all the same.
                    guarded.beforeSending();
                    Decision decision = record(request, key, decided);
                    fence.recorded();
                    yield decision;
                }
                case PolicyOutcome.Failure failure -> {
                    heartbeats.throwIfEnded();
                    throw failed(key, request.policy(), failure, started);
                }
            };
        } catch (CallFences.RecordedMeanwhileException _) {
            return decision(history.decision(request.queryId(), request.turn()).orElseThrow(), true);
        }
    }

    /**
     * What the policy makes of the turn. Where it finds nobody to call because those who could be called are away, it may call
     * them all the same: the step waits for them.
     */
    private PolicyOutcome outcome(DecideRequest request, List<Turn> turns, Policy policy, CallContext context) {
        Set<String> away = unavailable.get();
        PolicyOutcome outcome = policy.next(transcript(request, turns, policy, away), context);
        if (outcome instanceof PolicyOutcome.Failure failure && failure.error().kind().isEmpty()) {
            Set<String> gone = away.stream().filter(expert -> !known.expert(expert)).collect(Collectors.toSet());
            if (gone.size() < away.size()) {
                return policy.next(transcript(request, turns, policy, gone), context);
            }
        }
        return outcome;
    }

    /** Records a failure of the policy's server, so that how often it failed is known to whoever tries next. */
    private ApplicationFailure failed(TurnKey key, String policy, PolicyOutcome.Failure failure, Instant started) {
        if (failure.error().kind().isEmpty()) {
            return TemporalFailures.policy(failure, 1, false);
        }
        StepKey asked = key.step(POLICY);
        int attempts = (int) history.failures(asked, policy).stream().filter(RecordedPolicyActivities::wasAsked).count() + 1;
        Instant now = clock.instant();
        history.recordFailure(new FailureRow(asked, key.queryId(), key.turn(), POLICY, policy, failure.error().name(),
                RecordedTexts.clean(failure.message()), 0, attempts, Math.max(0, Duration.between(started, now).toMillis()), now));
        return TemporalFailures.policy(failure, attempts, known.policy(policy));
    }

    private static boolean wasAsked(String code) {
        return !code.equals(PolicyErrors.POLICY_OVERLOADED.name()) && !code.equals(PolicyErrors.POLICY_CANCELLED.name());
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
        DecisionRow recorded = OutagePatience.REPLY_IN_HAND.record(
                () -> decided.generation().map(drawn -> history.recordDecision(row, drawn)).orElseGet(() -> history.recordDecision(row)),
                () -> Thread.currentThread().isInterrupted());
        return decision(recorded, false);
    }

    /** Books a decision's use, once per key, where an earlier build recorded it without. */
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

    private Transcript transcript(DecideRequest request, List<Turn> turns, Policy policy, Set<String> away) {
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
                AskableExperts.of(request.queryId(), recent).out(snapshot, () -> away),
                recent.conditions(request.queryId()).map(asked -> new Transcript.Randomness(asked.temperature(), asked.seed())));
    }
}

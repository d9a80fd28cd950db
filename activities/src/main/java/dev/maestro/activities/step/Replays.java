package dev.maestro.activities.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.TemporalFailures;
import dev.maestro.activities.pinned.Plans;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.activities.record.Verdicts;
import dev.maestro.core.Json;
import dev.maestro.policy.Action;
import dev.maestro.registry.evaluations.Divergence;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.Plan;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what a replayed query's record has for a step of its replay. A recorded reply answers a new request when the
 * two are the same: expert, prompt, input, images, parameters, and the step of the plan that reads the reply. A
 * recorded failure counts when the same expert failed in the same step of a turn that made the same call. Thread-safe.
 */
public final class Replays {
    private final QueryHistory history;
    private final RecentRows recent;
    private final RecordedTexts texts;
    private final Plans plans;
    private final Consumer<Divergence> record;
    private final InstantSource clock;
    /** The queries that are replayed just now; they have ended and never change. */
    private final Cache<String, Optional<Audit>> replayed = Caffeine.newBuilder().maximumSize(1_000).build();

    /** @param record where divergences are recorded */
    public Replays(QueryHistory history, RecentRows recent, RecordedTexts texts, Plans plans, Consumer<Divergence> record,
            InstantSource clock) {
        this.history = history;
        this.recent = recent;
        this.clock = clock;
        this.texts = texts;
        this.plans = plans;
        this.record = record;
    }

    sealed interface Found {
        record Replied(StepRow step) implements Found {}

        record Failed(FailureRow failure) implements Found {}

        /** @param why what differs, one sentence */
        record Nothing(QueryConditions conditions, String why) implements Found {}

        /** The query is no replay. */
        record NoReplay() implements Found {}
    }

    Found find(StepWork work, ExpertCall call) {
        return recent.conditions(work.request().queryId()).filter(conditions -> conditions.replayOf().isPresent())
                .map(conditions -> find(conditions, work, call)).orElseGet(Found.NoReplay::new);
    }

    private Found find(QueryConditions conditions, StepWork work, ExpertCall call) {
        StepRequest request = work.request();
        Optional<Audit> audit = replayed.get(conditions.replayOf().orElseThrow(), history::audit);
        if (audit.isEmpty()) {
            return new Found.Nothing(conditions, "the replayed run did not ask this sample");
        }
        List<StepRow> sameCall = audit.get().steps().stream()
                .filter(row -> row.leaf().equals(request.leaf()) && row.call().equals(request.call().id())
                        && row.expert().equals(request.expert()))
                .toList();
        ObjectNode wanted = request(call.json());
        Optional<StepRow> same = sameCall.stream().filter(row -> request(texts.read(row.request())).equals(wanted)).findFirst();
        if (same.isPresent()) {
            return readsAlike(audit.get(), request, work.step())
                    ? new Found.Replied(same.get())
                    : new Found.Nothing(conditions, "the plan of " + request.leaf() + " reads the reply of step " + request.call().id()
                            + " in another way than before");
        }
        return audit.get().failures().stream()
                .filter(row -> row.call().equals(request.call().id()) && row.expert().equals(request.expert())
                        && madeBy(audit.get(), row.turn(), request))
                .reduce((_, last) -> last)
                .<Found>map(Found.Failed::new)
                .orElseGet(() -> new Found.Nothing(conditions, difference(audit.get(), request, sameCall)));
    }

    private boolean readsAlike(Audit audit, StepRequest request, Plan.Step step) {
        return audit.pin().map(PinRow::registryRevision)
                .flatMap(revision -> plans.plan(plans.snapshot(revision), request.leaf(), audit.query().profile())
                        .step(request.call().step()))
                .filter(step::equals)
                .isPresent();
    }

    /** Whether the recorded turn made the call that the step belongs to. */
    private static boolean madeBy(Audit audit, int turn, StepRequest request) {
        return audit.turns().stream().filter(t -> t.decision().turn() == turn)
                .anyMatch(t -> Json.read(t.decision().action(), Action.class) instanceof Action.Call(_, _, String input)
                        && input.equals(request.input())
                        && leaf(t).equals(request.leaf()));
    }

    private static String leaf(Turn turn) {
        return turn.observation().flatMap(o -> Verdicts.dispatched(o.verdict())).map(Verdict.Dispatched::leaf).orElse("");
    }

    private static String difference(Audit audit, StepRequest request, List<StepRow> sameCall) {
        if (!sameCall.isEmpty()) {
            return request.expert() + " was asked in step " + request.call().id() + " of " + request.leaf()
                    + ", but something else or about other images";
        }
        return audit.steps().stream().anyMatch(row -> row.leaf().equals(request.leaf()))
                ? request.leaf() + " ran, but " + request.expert() + " replied nothing to its step " + request.call().id()
                : request.leaf() + " did not run";
    }

    /** Without the key, which names the query itself. */
    private static ObjectNode request(String json) {
        return Json.tree(json) instanceof ObjectNode node ? node.without("idempotency_key") : Json.MAPPER.createObjectNode();
    }

    /** Records that the replay goes its own way; ends the query unless it may ask. */
    void diverge(QueryConditions conditions, StepWork work, String why, ExpertCall call) {
        StepRequest request = work.request();
        CallEstimate most = CallEstimate.of(call.request());
        List<StepRow> alike = replayed.get(conditions.replayOf().orElseThrow(), history::audit).map(Audit::steps).orElse(List.of()).stream()
                .filter(row -> row.kind() == request.call().kind() && row.inputTokens() + row.outputTokens() > 0)
                .toList();
        long input = (long) alike.stream().mapToLong(StepRow::inputTokens).average().orElse(0);
        long output = (long) alike.stream().mapToLong(StepRow::outputTokens).average().orElse(0);
        record.accept(new Divergence(request.key().asking(request.expert()), request.queryId(), request.turn(), request.call().id(),
                request.leaf(), request.expert(), why, alike.isEmpty() ? most.tokens() : input + output,
                alike.isEmpty() ? most.micros() : call.request().expert().price().micros(input, output), conditions.replayLive(),
                clock.instant()));
        if (!conditions.replayLive()) {
            throw TemporalFailures.diverged(request.key(), why);
        }
    }
}

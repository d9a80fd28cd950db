package dev.maestro.activities.query;

import dev.maestro.activities.QueryActivities.PastTurn;
import dev.maestro.activities.QueryActivities.PinRequest;
import dev.maestro.activities.QueryActivities.Pinned;
import dev.maestro.activities.pinned.PinnedRegistry;
import dev.maestro.activities.pinned.Plans;
import dev.maestro.activities.policy.Policies;
import dev.maestro.activities.record.ObservationJson;
import dev.maestro.activities.record.RecentRows;
import dev.maestro.activities.record.Verdicts;
import dev.maestro.core.Json;
import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.rules.Verdict;
import io.temporal.failure.ApplicationFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records a query and what it is pinned to. For a query that is tried again it reports what was done already. Thread-safe. */
public final class Pinning {
    private final PinnedRegistry registry;
    private final Plans plans;
    private final QueryHistory history;
    private final RecentRows recent;
    private final Policies policies;
    private final InstantSource clock;

    public Pinning(PinnedRegistry registry, Plans plans, QueryHistory history, RecentRows recent, Policies policies, InstantSource clock) {
        this.registry = registry;
        this.plans = plans;
        this.history = history;
        this.recent = recent;
        this.policies = policies;
        this.clock = clock;
    }

    Pinned pin(PinRequest request) {
        String queryId = request.query().id();
        Policy policy = held(request.query());
        RegistrySnapshot now = recent.conditions(queryId).map(wanted -> plans.snapshot(wanted.registryRevision()))
                .orElseGet(() -> registry.at(registry.currentRevision()));
        PinRow wanted = new PinRow(queryId, now.revision(), registry.ruleSetIdentity(now), request.query().profile(), policy.name(),
                policy.version());
        if (request.run() > 0) {
            history.retried(queryId, request.run(), request.query().limits(), clock.instant());
        }
        PinRow pin = history.acceptAndPin(request.query(), wanted);
        return new Pinned(pin.registryRevision(), pin.ruleSet(), pin.profile(), pin.policy(), pin.policyVersion(),
                policies.isShort(policy), request.run() == 0 ? List.of() : past(queryId));
    }

    /** Where this worker does not hold it, the query's end is about a query that is on record. */
    private Policy held(QueryRow query) {
        try {
            return policies.named(query.policy());
        } catch (ApplicationFailure e) {
            history.accept(query);
            throw e;
        }
    }

    private List<PastTurn> past(String queryId) {
        List<PastTurn> past = new ArrayList<>();
        for (Turn turn : history.turns(queryId)) {
            if (turn.observation().isEmpty()) {
                break;
            }
            Action action = Json.read(turn.decision().action(), Action.class);
            Optional<Verdict.Dispatched> to = Verdicts.dispatched(turn.observation().orElseThrow().verdict());
            boolean evidence = ObservationJson.read(turn.observation().orElseThrow().observation()) instanceof Observation.Evidence;
            Optional<CanonicalCall> call = evidence && action instanceof Action.Call(_, _, var input)
                    ? to.map(dispatched -> new CanonicalCall(dispatched.expert(), dispatched.skill(), input))
                    : Optional.empty();
            past.add(new PastTurn(turn.decision().turn(), call, to.map(Verdict.Dispatched::leaf).orElse("")));
        }
        return past;
    }
}

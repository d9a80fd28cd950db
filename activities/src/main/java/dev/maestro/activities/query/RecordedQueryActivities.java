package dev.maestro.activities;

import dev.maestro.activities.Ruling.Choice;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.rules.Call;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanContext;
import dev.maestro.skills.replies.Observations;
import io.temporal.failure.ApplicationFailure;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** {@link QueryActivities} on the database. */
public final class RecordedQueryActivities implements QueryActivities {
    private static final int PREVIEW_LENGTH = 160;

    private final PinnedRegistry registry;
    private final Plans plans;
    private final QueryHistory history;
    private final RecentRows remembered;
    private final RecordedTexts texts;
    private final Policies policies;
    private final LatencyRecord latencies;
    private final Supplier<Set<String>> unavailable;
    private final InstantSource clock;

    /** @param unavailable experts that cannot be reached just now */
    public RecordedQueryActivities(PinnedRegistry registry, Plans plans, QueryHistory history, RecentRows remembered, RecordedTexts texts,
            Policies policies, LatencyRecord latencies,
            Supplier<Set<String>> unavailable, InstantSource clock) {
        this.registry = registry;
        this.plans = plans;
        this.history = history;
        this.remembered = remembered;
        this.texts = texts;
        this.policies = policies;
        this.latencies = latencies;
        this.unavailable = unavailable;
        this.clock = clock;
    }

    @Override
    public void accept(QueryRow query) {
        history.accept(query);
    }

    @Override
    public Pinned pin(PinRequest request) {
        String queryId = request.query().id();
        Policy policy = held(request.query());
        RegistrySnapshot now = remembered.conditions(queryId).map(wanted -> plans.snapshot(wanted.registryRevision()))
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
            String call = evidence && to.isPresent() && action instanceof Action.Call(_, _, var input)
                    ? to.get().expert() + "@@" + to.get().skill() + ":" + input
                    : "";
            past.add(new PastTurn(turn.decision().turn(), call, to.map(Verdict.Dispatched::leaf).orElse("")));
        }
        return past;
    }

    @Override
    public Ruling judge(JudgeRequest request) {
        RegistrySnapshot snapshot = plans.snapshot(request.registryRevision());
        AskableExperts admitted = AskableExperts.of(request.queryId(), remembered);
        Set<String> down = admitted.out(snapshot, unavailable);
        Verdict judged = registry.rules(snapshot).judge(new Call(request.profile(), request.expert(), request.skill(), request.input(),
                request.question(), request.imageCount(), request.earlierCalls(), down, Set.copyOf(request.approved())));
        Verdict verdict = admitted.limit(judged);
        if (!(verdict instanceof Verdict.Dispatched dispatched)) {
            return new Ruling(verdict, Optional.empty(), Optional.empty(), Map.of());
        }
        Plan plan = plans.plan(snapshot, dispatched.leaf(), request.profile());
        Map<String, List<Choice>> choices = choices(snapshot, dispatched, plan, down, admitted.heard());
        boolean prompted = snapshot.expert(dispatched.expert()).orElseThrow().kind() == Expert.Kind.OPENAI;
        Set<String> capabilities = new LinkedHashSet<>(choices.keySet());
        capabilities.removeIf(c -> c.isEmpty() || choices.get(c).isEmpty());
        return new Ruling(verdict, Optional.of(plan), Optional.of(new PlanContext(request.imageCount(), capabilities, prompted)), choices);
    }

    /** The call's expert and fallbacks under the empty capability, and the services of every capability the plan names. */
    private Map<String, List<Choice>> choices(RegistrySnapshot snapshot, Verdict.Dispatched to, Plan plan, Set<String> down,
            Set<String> heard) {
        Map<String, List<Choice>> choices = new HashMap<>();
        List<Expert> experts = new ArrayList<>();
        experts.add(snapshot.expert(to.expert()).orElseThrow());
        to.fallbacks().forEach(name -> experts.add(snapshot.expert(name).orElseThrow()));
        choices.put("", worthAsking(experts, down));
        for (String capability : capabilities(plan.steps(), new LinkedHashSet<>())) {
            choices.put(capability, worthAsking(heardFirst(snapshot.withCapability(capability), heard), down));
        }
        return choices;
    }

    /** A replay asks the services that were asked then, whoever else could be asked today. */
    private static List<Expert> heardFirst(List<Expert> services, Set<String> heard) {
        List<Expert> then = services.stream().filter(service -> heard.contains(service.name())).toList();
        return then.isEmpty() ? services : then;
    }

    /** No time is lost on experts that are known to be down while another is up; when all are down, each gets its try. */
    private List<Choice> worthAsking(List<Expert> candidates, Set<String> down) {
        List<Expert> up = candidates.stream().filter(expert -> !down.contains(expert.name())).toList();
        return (up.isEmpty() ? candidates : up).stream().map(this::choice).toList();
    }

    private static Set<String> capabilities(List<Plan.Step> steps, Set<String> found) {
        for (Plan.Step step : steps) {
            if (!step.capability().isEmpty()) {
                found.add(step.capability());
            }
            capabilities(step.repeat(), found);
        }
        return found;
    }

    private Choice choice(Expert expert) {
        return new Choice(expert.name(), latencies.expectedMs(expert), expert.limits().totalTimeoutMs());
    }

    @Override
    public Observed observe(ObserveRequest request) {
        Observation observation = observation(request);
        String verdict = request.verdict().map(Json::write).orElse("{}");
        ObservationRow row = history.recordObservation(new ObservationRow(request.queryId() + "/" + request.turn(), request.queryId(),
                request.turn(), verdict, ObservationJson.write(observation), clock.instant()));
        return switch (ObservationJson.read(row.observation())) {
            case Observation.Evidence evidence -> new Observed("evidence", preview(evidence.text()));
            case Observation.Refused refused -> new Observed("refused", preview(refused.code() + ": " + refused.reason()));
            case Observation.Failed failed -> new Observed("failed", preview(failed.failure() + ": " + failed.message()));
        };
    }

    private Observation observation(ObserveRequest request) {
        if (request.refusal().isPresent()) {
            Refusal refusal = request.refusal().get();
            return new Observation.Refused(refusal.code(), refusal.reason(), List.of());
        }
        if (request.outcome().isPresent()) {
            PlanEnd end = request.outcome().get();
            return end.observed() ? evidence(request, end) : new Observation.Failed(end.failure(), end.message());
        }
        return switch (request.verdict().orElseThrow()) {
            case Verdict.Refused(var code, var reason, var validNames, _) -> new Observation.Refused(code, reason, validNames);
            case Verdict.NeedsApproval(var target, _, _) ->
                new Observation.Refused(FailureTypes.APPROVAL_DENIED, target + " was not approved", List.of());
            case Verdict.Dispatched dispatched -> new Observation.Failed("NOT_RUN", dispatched.leaf() + " was not run");
        };
    }

    private Observation evidence(ObserveRequest request, PlanEnd end) {
        String key = request.queryId() + "/" + request.turn() + "/" + end.call();
        StepRow step = remembered.step(key).orElseThrow(
                () -> ApplicationFailure.newNonRetryableFailure("step " + key + " is not in the history", FailureTypes.STEP_INVALID));
        String text = Observations.cut(texts.read(step.reply()), new Plan.Observation(List.of(end.call()), end.maxChars(), end.keep()));
        return new Observation.Evidence(step.expert().isEmpty() ? request.expert() : step.expert(), request.skill(), request.leaf(), text);
    }

    private static String preview(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= PREVIEW_LENGTH ? line : line.substring(0, PREVIEW_LENGTH - 1) + "…";
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

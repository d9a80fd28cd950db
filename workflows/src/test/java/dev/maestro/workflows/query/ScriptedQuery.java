package dev.maestro.workflows.query;

import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.Ruling;
import dev.maestro.activities.Ruling.StepCandidate;
import dev.maestro.activities.StepActivities;
import dev.maestro.activities.TurnEnd;
import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.policy.Action;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanContext;
import dev.maestro.skills.PlanOutcome;
import dev.maestro.skills.PlanParser;
import dev.maestro.skills.StepResult;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Activities that follow a script and keep a log of what they were asked: the workflow's view of the
 * world, without a database, rules or experts. Thread-safe once running.
 */
final class ScriptedQuery implements QueryActivities, PolicyActivities, StepActivities {
    static final PastTurn EVIDENCE_BEFORE = new PastTurn(1,
            Optional.of(new CanonicalCall("Chart-R1", "Chart_Problem_Solver", "x")), "Chart_Problem_Solver");

    static final String ONE_ASK = """
            {"steps": [{"id": "answer", "kind": "ask", "prompt": "p"}],
             "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}""";

    private final List<Action> actions = new ArrayList<>();
    private final Map<String, Function<StepRequest, StepReport>> replies = new LinkedHashMap<>();
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<ObserveRequest> observed = new CopyOnWriteArrayList<>();
    /** Decisions that meet no server. */
    final AtomicInteger policyOutages = new AtomicInteger();
    final List<OutcomeRow> outcomes = new CopyOnWriteArrayList<>();
    private String plan = ONE_ASK;
    private List<String> experts = List.of("Chart-R1");
    private Optional<String> needsApproval = Optional.empty();
    private long expectedMs = 10;
    private List<PastTurn> past = List.of();

    ScriptedQuery decides(Action... next) {
        actions.addAll(List.of(next));
        return this;
    }

    ScriptedQuery plan(String json) {
        plan = json;
        return this;
    }

    ScriptedQuery experts(String... names) {
        experts = List.of(names);
        return this;
    }

    ScriptedQuery expecting(long ms) {
        expectedMs = ms;
        return this;
    }

    ScriptedQuery needingApproval(String target) {
        needsApproval = Optional.of(target);
        return this;
    }

    ScriptedQuery afterTurns(PastTurn... turns) {
        past = List.of(turns);
        return this;
    }

    /** What a call id replies; a call without a script replies at once. */
    ScriptedQuery step(String call, Function<StepRequest, StepReport> reply) {
        replies.put(call, reply);
        return this;
    }

    static StepReport replied(StepRequest request, String value) {
        return new StepReport(new StepResult.Done(request.call().id(), value), request.expert(), value, 1, false);
    }

    static ApplicationFailure failure(String type) {
        return ApplicationFailure.newNonRetryableFailure(type + " for the test", type);
    }

    /** Of a server that answered before, and may be asked again in five seconds. */
    static ApplicationFailure away(String type) {
        return ApplicationFailure.newBuilder().setMessage(type + " for the test.").setType(type).setNonRetryable(true)
                .setNextRetryDelay(Duration.ofSeconds(5)).build();
    }

    /** The code by which the first turn was refused. */
    String refused() {
        return switch (observed.getFirst().end()) {
            case TurnEnd.Invalid invalid -> invalid.code();
            case TurnEnd.RefusedByRules refused -> refused.verdict().code();
            case TurnEnd.RefusedByPerson _ -> QueryErrors.APPROVAL_DENIED.name();
            case TurnEnd.Ran ran -> throw new AssertionError("not refused: " + ran);
        };
    }

    /** The step by which the first turn failed. */
    StepResult.Failed failed() {
        if (observed.getFirst().end() instanceof TurnEnd.Ran(_, PlanOutcome.Failed(var step))) {
            return step;
        }
        throw new AssertionError("not failed: " + observed.getFirst().end());
    }

    @Override
    public void accept(QueryRow query) {
        log.add("accept");
    }

    @Override
    public Pinned pin(PinRequest request) {
        log.add("pin run " + request.run());
        return new Pinned(7, "rules-7", request.query().profile(), request.query().policy(), "1", !request.query().policy().equals("local"),
                past);
    }

    @Override
    public Decision decide(DecideRequest request) {
        log.add("decide " + request.turn());
        if (policyOutages.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw away("POLICY_UNREACHABLE");
        }
        Action action = actions.get(Math.min(request.turn(), actions.size()) - 1);
        return new Decision(action, "scripted", false);
    }

    @Override
    public Ruling judge(JudgeRequest request) {
        log.add("judge " + request.turn() + " " + request.expert() + "@@" + request.skill());
        if (request.skill().equals("Unknown")) {
            return new Ruling(new Verdict.Refused("SKILL_UNKNOWN", "no such skill", List.of("Chart_Problem_Solver"), Verdict.Trace.NONE),
                    Optional.empty(), Optional.empty(), Map.of());
        }
        Verdict.Dispatched to = new Verdict.Dispatched(experts.getFirst(), request.skill(), request.skill(), "",
                experts.subList(1, experts.size()), Verdict.Trace.NONE);
        if (needsApproval.isPresent() && !request.approved().contains(needsApproval.get())) {
            return new Ruling(new Verdict.NeedsApproval(needsApproval.get(), to, Verdict.Trace.NONE), Optional.empty(), Optional.empty(),
                    Map.of());
        }
        Plan parsed = PlanParser.parse(plan);
        List<StepCandidate> choices = experts.stream().map(e -> new StepCandidate(e, expectedMs, 60_000)).toList();
        return new Ruling(to, Optional.of(parsed), Optional.of(new PlanContext(request.imageCount(), List.of("ocr", "detect"), true)),
                Map.of("", choices, "ocr", List.of(new StepCandidate("Reader", expectedMs, 60_000)),
                        "detect", List.of(new StepCandidate("Detector", expectedMs, 60_000))));
    }

    @Override
    public StepReport run(StepRequest request) {
        log.add("step " + request.turn() + " " + request.call().id() + " by " + request.expert());
        return replies.getOrDefault(request.call().id().toString(), r -> replied(r, "ok")).apply(request);
    }

    @Override
    public Observed observe(ObserveRequest request) {
        observed.add(request);
        ObservationKind kind = switch (request.end()) {
            case TurnEnd.Ran(_, PlanOutcome.Observed _) -> ObservationKind.EVIDENCE;
            case TurnEnd.Ran _ -> ObservationKind.FAILED;
            case TurnEnd.Invalid _,TurnEnd.RefusedByRules _,TurnEnd.RefusedByPerson _ -> ObservationKind.REFUSED;
        };
        log.add("observe " + request.turn() + " " + kind);
        return new Observed(kind, "preview");
    }

    @Override
    public void note(NoteRequest request) {
        log.add("note " + request.kind());
    }

    @Override
    public Totals finish(OutcomeRow outcome) {
        outcomes.add(outcome);
        log.add("finish " + outcome.status() + (outcome.reason().isEmpty() ? "" : " " + outcome.reason()));
        return new Totals(1, 10, 20, experts, List.of("Chart_Problem_Solver"));
    }
}

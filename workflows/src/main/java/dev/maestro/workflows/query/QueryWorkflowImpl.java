package dev.maestro.workflows.query;

import dev.maestro.activities.PolicyActivities;
import dev.maestro.activities.PolicyActivities.DecideRequest;
import dev.maestro.activities.PolicyActivities.Decision;
import dev.maestro.activities.QueryActivities;
import dev.maestro.activities.QueryActivities.JudgeRequest;
import dev.maestro.activities.QueryActivities.ObserveRequest;
import dev.maestro.activities.QueryActivities.Observed;
import dev.maestro.activities.QueryActivities.PastTurn;
import dev.maestro.activities.QueryActivities.PinRequest;
import dev.maestro.activities.QueryActivities.Pinned;
import dev.maestro.activities.QueryActivities.Totals;
import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.Ruling;
import dev.maestro.activities.TurnEnd;
import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.policy.Action;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.PlanOutcome;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The turn loop: pin, then decide → judge → run the plan → observe, until the policy answers or a limit
 * is reached. Everything it knows came from an activity's result, so it replays from its history on any
 * machine.
 */
public final class QueryWorkflowImpl implements QueryWorkflow {
    /** The one policy that not every worker has. */
    static final String HELD_POLICY = "local";
    /** A decision of a model server: its own limit decides, this only bounds a lost worker. */
    private static final long DECISION_TIMEOUT_MS = 600_000;
    /** Recording the end must not be cut short by the limit that caused it. */
    private static final Duration FINISH_TIMEOUT = Duration.ofMinutes(10);

    private final QueryInput input;
    private final QueryProgress progress;
    private final Deadline deadline;
    private final QueryVisibility visibility = new QueryVisibility();
    private final OperatorControl gate;
    private final OutageWait outages;
    private final List<CanonicalCall> calls = new ArrayList<>();
    private Optional<Pinned> pinned = Optional.empty();
    private int turns;

    @WorkflowInit
    public QueryWorkflowImpl(QueryInput input) {
        this.input = input;
        this.progress = new QueryProgress(input.id());
        this.deadline = new Deadline(Workflow::currentTimeMillis, input.limits().wallMs());
        this.gate = new OperatorControl(input, progress, deadline, visibility);
        this.outages = new OutageWait(progress, deadline, input.limits().wallMs());
    }

    @Override
    public QueryResult answer(QueryInput sameInput) {
        try {
            String answer = decideAndAct();
            return finish(QueryStatus.ANSWERED, Optional.of(answer), "", "");
        } catch (QueryFailure failure) {
            QueryResult result = finish(QueryStatus.FAILED, Optional.empty(), failure.code(), failure.getMessage());
            throw ApplicationFailure.newNonRetryableFailure(failure.getMessage(), failure.code(), result);
        } catch (CanceledFailure cancelled) {
            CancellationScope detached = Workflow.newDetachedCancellationScope(
                    () -> finish(QueryStatus.CANCELLED, Optional.empty(), QueryErrors.CANCELLED.name(), "cancelled on request"));
            detached.run();
            throw cancelled;
        }
    }

    private String decideAndAct() {
        Pinned pin = pin();
        for (int turn = pin.past().size() + 1; turn <= input.limits().turns(); turn++) {
            turns = turn;
            progress.turn(turn);
            gate.pass();
            Decision decision = decide(turn, pin);
            switch (decision.action()) {
                case Action.Answer(String text) -> {
                    progress.event(EventKind.ANSWERED, text);
                    return text;
                }
                case Action.Call call -> {
                    progress.event(EventKind.CALLED, call.expert() + "@@" + call.skill() + " — " + decision.why());
                    call(turn, pin, call);
                }
                case Action.Invalid(String code, String reason) -> {
                    progress.event(EventKind.INVALID, code + ": " + reason);
                    observe(turn, new TurnEnd.Invalid(code, reason));
                }
            }
        }
        throw new QueryFailure(QueryErrors.TURNS_EXHAUSTED,
                "no answer after " + input.limits().turns() + " turns; retry the query with more turns");
    }

    private Pinned pin() {
        QueryRow row = new QueryRow(input.id(), input.question(), input.images(), input.profile(), input.policy(), input.limits(), now());
        Optional<String> holders = TaskQueues.ofPolicy(input.policy());
        progress.waiting(holders.isPresent() ? "a worker that holds a model" : "");
        if (holders.isPresent()) {
            guarded(() -> {
                ActivityStubs.query("record the query", deadline.left()).accept(row);
                return row;
            });
        }
        // Only who holds the model can say which one it is.
        QueryActivities pinning = holders.isPresent()
                ? ActivityStubs.queryOn(holders.get(), "pin the registry revision and the model", deadline.left())
                : ActivityStubs.query("pin the registry revision", deadline.left());
        Pinned pin = guarded(() -> pinning.pin(new PinRequest(row, input.run())));
        pinned = Optional.of(pin);
        visibility.pinned(pin.registryRevision());
        progress.event(EventKind.PINNED, "registry revision " + pin.registryRevision() + ", profile " + pin.profile() + ", policy "
                + pin.policy() + " " + pin.policyVersion());
        for (PastTurn past : pin.past()) {
            past.call().ifPresent(calls::add);
        }
        turns = pin.past().size();
        return pin;
    }

    private Decision decide(int turn, Pinned pin) {
        Optional<String> holders = TaskQueues.ofPolicy(pin.policy());
        progress.waiting(holders.isPresent() ? "policy " + pin.policy() + ", on a worker that holds its model" : "policy");
        DecideRequest request = new DecideRequest(input.id(), turn, input.limits().turns() - turn + 1,
                pin.registryRevision(), pin.profile(), pin.policy());
        String summary = "turn " + turn + " · policy " + pin.policy();
        return guarded(() -> whenBack(pin.policy(), () -> {
            if (pin.policyLocal()) {
                return ActivityStubs.localPolicy(summary, deadline.left()).decide(request);
            }
            visibility.beforeWaiting();
            PolicyActivities policy = holders.isPresent()
                    ? ActivityStubs.policyOn(holders.get(), summary, DECISION_TIMEOUT_MS, deadline.left())
                    : ActivityStubs.policy(summary, DECISION_TIMEOUT_MS, deadline.left());
            return policy.decide(request);
        }));
    }

    /** Nobody else decides in the policy's place: one that is away is waited for. */
    private <T> T whenBack(String policy, Supplier<T> decision) {
        for (int round = 1;; round++) {
            try {
                return decision.get();
            } catch (ActivityFailure failure) {
                Optional<Duration> again = OutageWait.worthAskingAfter(failure);
                if (again.isEmpty() || !outages.pause("policy " + policy, again.get(), round)) {
                    throw failure;
                }
            }
        }
    }

    private void call(int turn, Pinned pin, Action.Call call) {
        Ruling ruling = judge(turn, pin, call);
        if (ruling.verdict() instanceof Verdict.NeedsApproval approval) {
            if (!gate.isApproved(approval.target())) {
                progress.event(EventKind.REFUSED, approval.target() + " was not approved");
                observe(turn, new TurnEnd.RefusedByPerson(approval, "a person refused the use of " + approval.target()));
                return;
            }
            ruling = judge(turn, pin, call);
        }
        switch (ruling.verdict()) {
            case Verdict.Refused refused -> {
                progress.event(EventKind.REFUSED, refused.code() + ": " + refused.reason());
                observe(turn, new TurnEnd.RefusedByRules(refused));
            }
            case Verdict.Dispatched dispatched -> dispatched(turn, pin, call, dispatched, ruling);
            case Verdict.NeedsApproval another ->
                // A second target: asking once more would go round in circles with rules that never end.
                observe(turn, new TurnEnd.RefusedByPerson(another, another.target() + " needs an approval of its own"));
        }
    }

    private Ruling judge(int turn, Pinned pin, Action.Call call) {
        JudgeRequest request = new JudgeRequest(input.id(), turn, pin.registryRevision(), pin.profile(), input.question(),
                input.images().size(), call.expert(), call.skill(), call.input(), calls, gate.approved());
        return guarded(() -> ActivityStubs.query("turn " + turn + " · rules", deadline.left()).judge(request));
    }

    private void dispatched(int turn, Pinned pin, Action.Call call, Verdict.Dispatched to, Ruling ruling) {
        progress.event(EventKind.DISPATCHED, to.leaf() + (to.route().isEmpty() ? "" : " by route " + to.route())
                + (to.trace().terms().isEmpty() ? "" : ", matched " + String.join(", ", to.trace().terms())));
        PlanExecution.Context context = new PlanExecution.Context(input, turn, pin.registryRevision(), to.expert(), to.skill(), to.leaf(),
                call.input(),
                ruling.plan().orElseThrow(), ruling.setting().orElseThrow(), ruling.choices());
        PlanOutcome outcome = new PlanExecution(context, progress, deadline, gate, visibility, outages).run();
        if (outcome instanceof PlanOutcome.Observed) {
            // Only a call that gave evidence counts as made: one that failed may be asked for again.
            calls.add(new CanonicalCall(to.expert(), to.skill(), call.input()));
        }
        observe(turn, new TurnEnd.Ran(to, outcome));
    }

    private void observe(int turn, TurnEnd end) {
        ObserveRequest request = new ObserveRequest(input.id(), turn, end);
        Observed observed = guarded(() -> ActivityStubs.query("turn " + turn + " · observe", deadline.left()).observe(request));
        progress.event(switch (observed.kind()) {
            case EVIDENCE -> EventKind.OBSERVED;
            case REFUSED -> EventKind.REFUSED;
            case FAILED -> EventKind.FAILED;
        }, observed.preview());
    }

    private QueryResult finish(QueryStatus status, Optional<String> answer, String reason, String message) {
        Totals totals = ActivityStubs.query("record the outcome", FINISH_TIMEOUT)
                .finish(new OutcomeRow(input.id(), input.run(), status, answer, reason, message, now()));
        progress.status(status);
        progress.waiting("");
        if (!message.isEmpty()) {
            progress.event(status == QueryStatus.CANCELLED ? EventKind.CANCELLED : EventKind.FAILED, message);
        }
        visibility.ended(status, totals.experts(), totals.leaves());
        return new QueryResult(input.id(), status, answer, totals.experts(), totals.leaves(),
                pinned.map(Pinned::registryRevision).orElse(0L), pinned.map(Pinned::ruleSet).orElse(""), input.profile(), input.policy(),
                pinned.map(Pinned::policyVersion).orElse(""), turns, totals.steps(), totals.tokens(), totals.costMicros(), reason, message);
    }

    /** Turns an activity's failure that no step can absorb into the query's end. */
    private <T> T guarded(Supplier<T> effect) {
        try {
            return effect.get();
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure cancelled) {
                throw cancelled;
            }
            if (failure.getCause() instanceof TimeoutFailure timeout
                    && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START) {
                throw new QueryFailure(QueryErrors.POLICY_NOT_HELD, "no worker that holds a model for policy " + input.policy()
                        + " took this up within ten minutes, or half of the query's time; start one (maestro worker --model DIR, or maestro up --model DIR), then retry the query");
            }
            QueryFailure.throwIfQueryEnds(failure, deadline);
            if (failure.getCause() instanceof ApplicationFailure application) {
                throw new QueryFailure(application.getType(), application.getOriginalMessage());
            }
            if (failure.getCause() instanceof TimeoutFailure timeout) {
                throw new QueryFailure(QueryErrors.TIMED_OUT,
                        failure.getActivityType() + " did not end in time: " + timeout.getOriginalMessage());
            }
            throw new QueryFailure(QueryErrors.FAILED, failure.getActivityType() + ": " + failure.getOriginalMessage());
        }
    }

    private static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }

    @Override
    public QueryState state() {
        return progress.state();
    }

    @Override
    public void pause(String by) {
        gate.pause(by);
    }

    @Override
    public void resume(String by) {
        gate.resume(by);
    }

    @Override
    public void approve(Approval approval) {
        gate.approve(approval);
    }
}

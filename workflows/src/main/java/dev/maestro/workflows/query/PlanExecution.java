package dev.maestro.workflows.query;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.Ruling.StepCandidate;
import dev.maestro.activities.StepActivities;
import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.sandbox.SandboxErrors;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.StepKind;
import dev.maestro.experts.ExpertErrors;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanContext;
import dev.maestro.skills.PlanOutcome;
import dev.maestro.skills.PlanRun;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.StepResult;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs a plan inside the workflow. Each step is an activity, steps that do not need each other run at the same time,
 * and the candidates of a step are asked in order until one replies.
 */
public final class PlanExecution {
    /**
     * What every step of one call shares.
     *
     * @param expert  who was called; its fallbacks may be asked in its place
     * @param skill   which skill was named: the leaf or its router
     * @param choices candidates by capability
     */
    record Context(QueryInput query, int turn, long registryRevision, String expert, String skill, String leaf, String input, Plan plan,
            PlanContext setting,
            Map<String, List<StepCandidate>> choices) {}

    private static final StepCandidate IN_THE_WORKER = new StepCandidate("", 0, 60_000);
    /** A program may hang, several times over: always a regular activity, whose heartbeats let it be cancelled. Four programs, ten tests, two of ten seconds each. */
    private static final StepCandidate IN_THE_SANDBOX = new StepCandidate("", ActivityStubs.LOCAL_LIMIT_MS + 1, 180_000);

    /** A step beside the question is worth a restart of its service, and no more. */
    private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(30);

    private final Context context;
    private final QueryProgress progress;
    private final Deadline deadline;
    private final OperatorControl gate;
    private final QueryVisibility visibility;
    private final OutageWait outages;
    private final List<StepResult> finished = new ArrayList<>();
    /** What ended steps and with them the query. */
    private final List<RuntimeException> ends = new ArrayList<>();
    private int underWay;

    PlanExecution(Context context, QueryProgress progress, Deadline deadline, OperatorControl gate, QueryVisibility visibility,
            OutageWait outages) {
        this.context = context;
        this.progress = progress;
        this.deadline = deadline;
        this.gate = gate;
        this.visibility = visibility;
        this.outages = outages;
    }

    /**
     * How one candidate fared.
     *
     * @param again when it may be asked again, where it is away and known to come back
     */
    private record Tried(StepCandidate candidate, int number, StepResult result, Optional<Duration> again) {
        boolean leavesItToOthers() {
            return result instanceof StepResult.Failed failed && ExpertErrors.isOne(failed.failure());
        }
    }

    /**
     * @throws QueryFailure when going on makes no sense: a limit of the query has passed
     */
    PlanOutcome run() {
        PlanRun run = PlanRun.start(context.plan(), context.setting());
        while (run.outcome().isEmpty()) {
            gate.pass();
            List<StepCall> ready = run.ready();
            if (ready.size() == 1 && underWay == 0) {
                run.done(step(ready.getFirst()));
                continue;
            }
            for (StepCall call : ready) {
                underWay++;
                Async.procedure(() -> {
                    try {
                        finished.add(step(call));
                    } catch (QueryFailure | TemporalFailure end) {
                        ends.add(end);
                    } finally {
                        underWay--;
                    }
                });
            }
            Workflow.await(() -> !finished.isEmpty() || underWay == 0);
            if (finished.isEmpty()) {
                if (!ends.isEmpty()) {
                    throw ends.getFirst();
                }
                throw new IllegalStateException("the plan of " + context.leaf() + " has no step to run and no outcome");
            }
            while (!finished.isEmpty()) {
                run.done(finished.removeFirst());
            }
        }
        if (underWay > 0) {
            Workflow.await(() -> underWay == 0);
        }
        return run.outcome().orElseThrow();
    }

    private StepResult step(StepCall call) {
        Plan.Step step = context.plan().step(call.step()).orElseThrow();
        if (!step.kind().asksSomebody()) {
            return attempt(call, step.kind() == StepKind.RUN_CODE ? IN_THE_SANDBOX : IN_THE_WORKER, "", 1, 1).result();
        }
        List<StepCandidate> choices = inOrder(step);
        if (choices.isEmpty()) {
            return new StepResult.Failed(call.id(), QueryErrors.NO_EXPERT.name(), "no enabled expert has the capability \""
                    + step.capability() + "\" in registry revision " + context.registryRevision());
        }
        boolean service = !step.capability().isEmpty();
        String asked = service ? choices.getFirst().expert() : context.expert();
        List<Tried> round = new ArrayList<>();
        for (int number = 1; number <= choices.size(); number++) {
            Tried tried = attempt(call, choices.get(number - 1), asked, number, 1);
            if (!tried.leavesItToOthers()) {
                return tried.result();
            }
            round.add(tried);
        }
        return whenBack(call, asked, service, round);
    }

    /** Nobody could be asked or could tell: those who are only away are waited for, and asked again until one replies. */
    private StepResult whenBack(StepCall call, String asked, boolean service, List<Tried> first) {
        List<Tried> away = first.stream().filter(tried -> tried.again().isPresent()).toList();
        if (away.isEmpty()) {
            return first.getLast().result();
        }
        for (int round = 1;; round++) {
            String whom = away.stream().map(tried -> tried.candidate().expert()).distinct().collect(Collectors.joining(" or "));
            Duration soonest = away.stream().flatMap(tried -> tried.again().stream()).min(Comparator.naturalOrder()).orElseThrow();
            boolean waited = service ? outages.pause(whom, soonest, round, SERVICE_PATIENCE) : outages.pause(whom, soonest, round);
            if (!waited) {
                return givenUp(service, away.getLast().result());
            }
            List<Tried> next = new ArrayList<>();
            for (Tried before : away) {
                Tried tried = attempt(call, before.candidate(), asked, before.number(), round + 1);
                if (!tried.leavesItToOthers()) {
                    return tried.result();
                }
                next.add(tried);
            }
            List<Tried> still = next.stream().filter(tried -> tried.again().isPresent()).toList();
            if (still.isEmpty()) {
                return next.getLast().result();
            }
            away = still;
        }
    }

    /** An outage is no answer, so it ends the query, which may be retried; only evidence beside the question is done without. */
    private static StepResult givenUp(boolean service, StepResult last) {
        if (!service && last instanceof StepResult.Failed failed) {
            throw new QueryFailure(failed.failure(), failed.message() + " The query waited for it; retry the query when it is back.");
        }
        return last;
    }

    private Tried attempt(StepCall call, StepCandidate choice, String asked, int candidate, int round) {
        String what = choice.expert().isEmpty() ? call.id().toString() : choice.expert() + " · " + call.id();
        progress.waiting(what);
        StepRequest request = new StepRequest(context.query().id(), context.turn(), context.registryRevision(), context.query().profile(),
                context.leaf(), call, context.input(), choice.expert(), asked, candidate, context.skill());
        try {
            StepReport report = perform(request, choice, "turn " + context.turn() + " · " + context.leaf() + " · " + what);
            progress.event(EventKind.STEP, what + (report.recorded() ? " (found recorded)" : " in " + report.latencyMs() + " ms")
                    + (report.preview().isEmpty() ? "" : ": " + report.preview()));
            return new Tried(choice, candidate, report.result(), Optional.empty());
        } catch (ActivityFailure failure) {
            return new Tried(choice, candidate, failed(call, what, failure, round), OutageWait.worthAskingAfter(failure));
        }
    }

    private StepReport perform(StepRequest request, StepCandidate choice, String summary) {
        if (choice.expectedMs() <= ActivityStubs.LOCAL_LIMIT_MS) {
            try {
                return ActivityStubs.localStep(summary, deadline.left()).run(request);
            } catch (ActivityFailure failure) {
                if (!goesOn(failure) || deadline.passed()) {
                    throw failure;
                }
                // Longer than its record says: it goes on, and a regular activity waits for it, is heartbeated and can be cancelled.
            }
        }
        visibility.beforeWaiting();
        StepActivities regular = ActivityStubs.step(summary, choice.totalTimeoutMs(), deadline.left());
        try {
            return regular.run(request);
        } catch (ActivityFailure failure) {
            if (!lacksSandbox(failure) || deadline.passed()
                    || Workflow.getVersion("sandbox-elsewhere", Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
                throw failure;
            }
            return elsewhere(request, choice, summary, failure);
        }
    }

    /** The worker that took the step has no sandbox; another may have one. When none takes it, the first refusal stands. */
    private StepReport elsewhere(StepRequest request, StepCandidate choice, String summary, ActivityFailure refusal) {
        try {
            return ActivityStubs.stepInSandbox(summary + " · sandbox", choice.totalTimeoutMs(), deadline.left()).run(request);
        } catch (ActivityFailure failure) {
            boolean nobodyThere = failure.getCause() instanceof TimeoutFailure timeout
                    && timeout.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
            throw nobodyThere ? refusal : failure;
        }
    }

    private static boolean goesOn(ActivityFailure failure) {
        return failure.getCause() instanceof TimeoutFailure
                || failure.getCause() instanceof ApplicationFailure application
                        && application.getType().equals(QueryErrors.STEP_GOES_ON.name());
    }

    private static boolean lacksSandbox(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure application
                && application.getType().equals(SandboxErrors.SANDBOX_UNAVAILABLE.name());
    }

    private StepResult failed(StepCall call, String what, ActivityFailure failure, int round) {
        if (failure.getCause() instanceof CanceledFailure cancelled) {
            throw cancelled;
        }
        CancellationScope.throwCanceled();
        QueryFailure.throwIfQueryEnds(failure, deadline);
        String type = failure.getCause() instanceof ApplicationFailure application
                ? application.getType()
                : ExpertErrors.EXPERT_TIMED_OUT.name();
        String message = failure.getCause() instanceof ApplicationFailure application
                ? application.getOriginalMessage()
                : what + " did not end within its time limit";
        if (round == 1) {
            progress.event(EventKind.FAILED, what + ": " + type);
        }
        return new StepResult.Failed(call.id(), type, message);
    }

    /** A step of its own capability asks that service; a verifying step asks somebody else first. */
    private List<StepCandidate> inOrder(Plan.Step step) {
        List<StepCandidate> choices = context.choices().getOrDefault(step.capability(), List.of());
        if (step.kind() == StepKind.VERIFY && choices.size() > 1) {
            List<StepCandidate> others = new ArrayList<>(choices.subList(1, choices.size()));
            others.add(choices.getFirst());
            return others;
        }
        return choices;
    }

}

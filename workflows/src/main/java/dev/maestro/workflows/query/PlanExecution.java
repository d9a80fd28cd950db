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
import io.temporal.failure.TimeoutFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    private final Context context;
    private final QueryProgress progress;
    private final Deadline deadline;
    private final OperatorControl gate;
    private final QueryVisibility visibility;
    private final List<StepResult> finished = new ArrayList<>();
    private int underWay;

    PlanExecution(Context context, QueryProgress progress, Deadline deadline, OperatorControl gate, QueryVisibility visibility) {
        this.context = context;
        this.progress = progress;
        this.deadline = deadline;
        this.gate = gate;
        this.visibility = visibility;
    }

    /**
     * @throws QueryFailure when going on makes no sense: a limit of the query has passed
     */
    PlanOutcome run() {
        PlanRun run = PlanRun.start(context.plan(), context.setting());
        List<Promise<Void>> started = new ArrayList<>();
        while (run.outcome().isEmpty()) {
            gate.pass();
            List<StepCall> ready = run.ready();
            if (ready.size() == 1 && underWay == 0) {
                run.done(step(ready.getFirst()));
                continue;
            }
            for (StepCall call : ready) {
                underWay++;
                started.add(Async.procedure(() -> {
                    try {
                        finished.add(step(call));
                    } finally {
                        underWay--;
                    }
                }));
            }
            Workflow.await(() -> !finished.isEmpty() || underWay == 0);
            if (finished.isEmpty()) {
                started.forEach(Promise::get); // rethrows what ended the steps
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
            return attempt(call, step.kind() == StepKind.RUN_CODE ? IN_THE_SANDBOX : IN_THE_WORKER, "", 1);
        }
        List<StepCandidate> choices = inOrder(step);
        StepResult result = new StepResult.Failed(call.id(), QueryErrors.NO_EXPERT.name(),
                "no enabled expert has the capability \"" + step.capability() + "\" in registry revision " + context.registryRevision());
        boolean service = !step.capability().isEmpty();
        for (int candidate = 1; candidate <= choices.size(); candidate++) {
            String asked = service ? choices.getFirst().expert() : context.expert();
            result = attempt(call, choices.get(candidate - 1), asked, candidate);
            if (!(result instanceof StepResult.Failed failed) || !ExpertErrors.isOne(failed.failure())) {
                return result;
            }
        }
        return result;
    }

    private StepResult attempt(StepCall call, StepCandidate choice, String asked, int candidate) {
        String what = choice.expert().isEmpty() ? call.id().toString() : choice.expert() + " · " + call.id();
        progress.waiting(what);
        StepRequest request = new StepRequest(context.query().id(), context.turn(), context.registryRevision(), context.query().profile(),
                context.leaf(), call, context.input(), choice.expert(), asked, candidate, context.skill());
        try {
            StepReport report = perform(request, choice, "turn " + context.turn() + " · " + context.leaf() + " · " + what);
            progress.event(EventKind.STEP, what + (report.recorded() ? " (found recorded)" : " in " + report.latencyMs() + " ms")
                    + (report.preview().isEmpty() ? "" : ": " + report.preview()));
            return report.result();
        } catch (ActivityFailure failure) {
            return failed(call, what, failure);
        }
    }

    private StepReport perform(StepRequest request, StepCandidate choice, String summary) {
        if (choice.expectedMs() <= ActivityStubs.LOCAL_LIMIT_MS) {
            try {
                return ActivityStubs.localStep(summary, deadline.left()).run(request);
            } catch (ActivityFailure failure) {
                if (!(failure.getCause() instanceof TimeoutFailure) || deadline.passed()) {
                    throw failure;
                }
                // Longer than its record says: as a regular activity it is heartbeated and can be cancelled.
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

    private static boolean lacksSandbox(ActivityFailure failure) {
        return failure.getCause() instanceof ApplicationFailure application
                && application.getType().equals(SandboxErrors.SANDBOX_UNAVAILABLE.name());
    }

    private StepResult failed(StepCall call, String what, ActivityFailure failure) {
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
        progress.event(EventKind.FAILED, what + ": " + type);
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

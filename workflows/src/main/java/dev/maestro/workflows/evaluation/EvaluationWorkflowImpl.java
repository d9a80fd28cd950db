package dev.maestro.workflows.evaluation;

import dev.maestro.activities.EvaluationActivities.EvaluationNote;
import dev.maestro.activities.EvaluationActivities.NextRequest;
import dev.maestro.activities.EvaluationActivities.NextSamples;
import dev.maestro.activities.EvaluationActivities.Queued;
import dev.maestro.activities.QueryErrors;
import dev.maestro.registry.evaluations.EvaluationEvent;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.workflows.evaluation.EvaluationInput.Open;
import dev.maestro.workflows.evaluation.EvaluationInput.Tally;
import dev.maestro.workflows.query.SearchAttributeKeys;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * The loop of an evaluation: it takes the next samples, starts their queries when there is room, and records what
 * became of each. After a window of samples the next run of the chain takes over with only what it must know; queries
 * that still run are left running, and that run waits for them.
 */
public final class EvaluationWorkflowImpl implements EvaluationWorkflow {
    /** Queries started at the same time, for the workers' sake. */
    public static final int MOST_CONCURRENCY = 500;
    /** Samples taken at a time: few enough for one payload, enough that taking them is no matter. */
    private static final int BATCH = 32;
    /** How long a run that has handed out its window waits for queries under way; the next run waits for the rest. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    private final EvaluationInput input;
    private final Deque<Queued> queue = new ArrayDeque<>();
    private final List<Open> open = new ArrayList<>();
    private final List<EvaluationNote> notes = new ArrayList<>();
    private final SampleQueries queries;
    private Tally tally;
    private int concurrency;
    private boolean paused;
    private boolean allHandedOut;
    private EvaluationStatus status = EvaluationStatus.RUNNING;
    private long afterIndex;
    private int afterAttempt;
    private int started;

    @WorkflowInit
    public EvaluationWorkflowImpl(EvaluationInput input) {
        this.input = input;
        this.queries = new SampleQueries(input);
        this.tally = input.tally();
        this.concurrency = input.concurrency();
        this.paused = input.paused();
        this.afterIndex = input.afterIndex();
        this.afterAttempt = input.afterAttempt();
    }

    @Override
    public EvaluationProgress evaluate(EvaluationInput sameInput) {
        try {
            if (input.run() == 1) {
                note(EvaluationEvent.STARTED, input.total() - input.tally().done() + " queries to ask");
            }
            input.open().forEach(left -> run(left, () -> queries.resumed(left)));
            while (mayGoOn()) {
                recordNotes();
                startWhatMayStart();
                Workflow.await(() -> !notes.isEmpty() || mayStart() || !mayGoOn());
            }
            if (!allHandedOut || !queue.isEmpty()) {
                return handOver();
            }
            Workflow.await(() -> open.isEmpty());
            return end(EvaluationStatus.FINISHED, EvaluationEvent.FINISHED, "");
        } catch (CanceledFailure | ActivityFailure failure) {
            CanceledFailure cancelled = asCancelled(failure);
            CancellationScope detached = Workflow.newDetachedCancellationScope(() -> {
                Workflow.await(() -> open.isEmpty());
                end(EvaluationStatus.CANCELLED, EvaluationEvent.CANCELLED, "on request");
            });
            detached.run();
            throw cancelled;
        }
    }

    /** An activity that is cancelled says so in its own words. */
    private static CanceledFailure asCancelled(TemporalFailure failure) {
        return switch (failure) {
            case CanceledFailure cancelled -> cancelled;
            case ActivityFailure activity when activity.getCause() instanceof CanceledFailure cancelled -> cancelled;
            default -> throw failure;
        };
    }

    private boolean mayGoOn() {
        return started < input.window() && !(allHandedOut && queue.isEmpty()) && !Workflow.getInfo().isContinueAsNewSuggested();
    }

    private boolean mayStart() {
        return !paused && open.size() < concurrency;
    }

    private void startWhatMayStart() {
        while (mayStart() && mayGoOn()) {
            if (queue.isEmpty()) {
                take();
            } else {
                Queued next = queue.removeFirst();
                afterIndex = next.index();
                afterAttempt = next.attempt();
                started++;
                Open opened = new Open(next.index(), next.attempt(), Workflow.currentTimeMillis());
                run(opened, () -> queries.asked(next, opened));
            }
        }
    }

    private void take() {
        NextSamples next = EvaluationStubs.local("next samples").next(new NextRequest(input.evaluation(), afterIndex, afterAttempt, BATCH));
        queue.addAll(next.samples());
        allHandedOut = next.last();
    }

    private void run(Open opened, Supplier<SampleQueries.End> query) {
        open.add(opened);
        Async.procedure(() -> {
            try {
                SampleQueries.End end = query.get();
                if (end.recorded()) {
                    tally = tally.and(end.right(), !end.answered());
                }
            } finally {
                open.remove(opened);
            }
        });
    }

    /** Ends this run and starts the next with what is still open. */
    private EvaluationProgress handOver() {
        Workflow.await(DRAIN, () -> open.isEmpty());
        // A query whose start is not known to the server yet would be started by nobody.
        Workflow.await(() -> queries.allKnown());
        recordNotes();
        EvaluationInput next = new EvaluationInput(input.evaluation(), input.profile(), input.policy(), input.limits(), concurrency,
                input.total(),
                input.window(), input.run() + 1, afterIndex, afterAttempt, tally, open, paused);
        return Workflow.newContinueAsNewStub(EvaluationWorkflow.class).evaluate(next);
    }

    private EvaluationProgress end(EvaluationStatus how, EvaluationEvent event, String detail) {
        status = how;
        note(event, detail);
        recordNotes();
        Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.STATUS.valueSet(how.wire()));
        return progress();
    }

    private void note(EvaluationEvent kind, String detail) {
        notes.add(new EvaluationNote(input.evaluation(), kind, detail));
    }

    private void recordNotes() {
        while (!notes.isEmpty()) {
            EvaluationStubs.local("record what happened").note(notes.removeFirst());
        }
    }

    @Override
    public EvaluationProgress progress() {
        return new EvaluationProgress(input.evaluation(), status == EvaluationStatus.RUNNING && paused ? EvaluationStatus.PAUSED : status,
                input.total(),
                tally.done(), tally.right(), tally.failed(), open.size(), concurrency, input.run());
    }

    @Override
    public void pause(String by) {
        if (!paused) {
            paused = true;
            note(EvaluationEvent.PAUSED, "by " + by);
        }
    }

    @Override
    public void resume(String by) {
        if (paused) {
            paused = false;
            note(EvaluationEvent.RESUMED, "by " + by);
        }
    }

    @Override
    public EvaluationProgress concurrency(int queriesAtATime) {
        concurrency = queriesAtATime;
        return progress();
    }

    @Override
    public void checkConcurrency(int queriesAtATime) {
        if (queriesAtATime < 1 || queriesAtATime > MOST_CONCURRENCY) {
            throw ApplicationFailure.newNonRetryableFailure(
                    queriesAtATime + " queries at a time; expected 1 to " + MOST_CONCURRENCY, QueryErrors.CONCURRENCY_INVALID.name());
        }
    }
}

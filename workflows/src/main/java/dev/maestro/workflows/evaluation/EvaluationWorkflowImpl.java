package dev.maestro.workflows.evaluation;

import dev.maestro.activities.EvaluationActivities.EvaluationNote;
import dev.maestro.activities.EvaluationActivities.NextRequest;
import dev.maestro.activities.EvaluationActivities.NextSamples;
import dev.maestro.activities.EvaluationActivities.Queued;
import dev.maestro.activities.EvaluationActivities.Recorded;
import dev.maestro.activities.QueryErrors;
import dev.maestro.core.Backoff;
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
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The loop of an evaluation: it takes the next samples, starts their queries when there is room, and records what
 * became of each. After a window of samples the next run of the chain takes over with only what it must know; queries
 * that still run are left running, and that run waits for them. It finishes when every sample has a result: before that
 * it looks for those that have none, whatever kept theirs from being recorded. While queries fail for want of a server, no more of
 * them start than show when it is back.
 */
public final class EvaluationWorkflowImpl implements EvaluationWorkflow {
    /** Queries started at the same time, for the workers' sake. */
    public static final int MOST_CONCURRENCY = 500;
    /** Samples taken at a time: few enough for one payload, enough that taking them is no matter. */
    private static final int BATCH = 32;
    /** How long a run that has handed out its window waits for queries under way; the next run waits for the rest. */
    private static final Duration DRAIN = Duration.ofSeconds(2);
    /** How long no query starts after one that failed for want of a server. */
    private static final Backoff HOLDING_BACK = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));
    /** Most that are named where samples have no result. */
    private static final int NAMED = 5;

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
    private int recorded;
    private String lost = "";
    private Optional<Duration> heldBack = Optional.empty();
    private long heldBackUntilMs;

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
                awaitNews();
            }
            if (!allHandedOut || !queue.isEmpty()) {
                return handOver(afterIndex, afterAttempt, input.again());
            }
            Workflow.await(() -> open.isEmpty());
            List<Queued> left = withoutResult();
            if (left.isEmpty()) {
                return end(EvaluationStatus.FINISHED, EvaluationEvent.FINISHED, "");
            }
            if (input.again() && recorded == 0) {
                throw ApplicationFailure.newNonRetryableFailure(sentence(left), QueryErrors.SAMPLES_WITHOUT_RESULT.name());
            }
            return handOver(-1, 0, true);
        } catch (TemporalFailure failure) {
            Optional<CanceledFailure> cancelled = asCancelled(failure);
            if (cancelled.isPresent()) {
                CancellationScope detached = Workflow.newDetachedCancellationScope(() -> {
                    Workflow.await(() -> open.isEmpty());
                    end(EvaluationStatus.CANCELLED, EvaluationEvent.CANCELLED, "on request");
                });
                detached.run();
                throw cancelled.get();
            }
            if (Workflow.getVersion("failed-is-recorded", Workflow.DEFAULT_VERSION, 1) != Workflow.DEFAULT_VERSION) {
                end(EvaluationStatus.FAILED, EvaluationEvent.FAILED, said(failure));
            }
            throw failure;
        }
    }

    /** An activity that is cancelled says so in its own words. */
    private static Optional<CanceledFailure> asCancelled(TemporalFailure failure) {
        return switch (failure) {
            case CanceledFailure cancelled -> Optional.of(cancelled);
            case ActivityFailure activity when activity.getCause() instanceof CanceledFailure cancelled -> Optional.of(cancelled);
            default -> Optional.empty();
        };
    }

    private static String said(TemporalFailure failure) {
        return failure.getCause() instanceof TemporalFailure cause ? cause.getOriginalMessage() : failure.getOriginalMessage();
    }

    private void awaitNews() {
        long until = heldBackUntilMs;
        long left = until - Workflow.currentTimeMillis();
        Supplier<Boolean> news = () -> !notes.isEmpty() || mayStart() || heldBackUntilMs != until || !mayGoOn();
        if (left > 0) {
            Workflow.await(Duration.ofMillis(left), news);
        } else {
            Workflow.await(news);
        }
    }

    /** The first samples that have no result although each was handed out; those that a server was away for are asked once more. */
    private List<Queued> withoutResult() {
        if (Workflow.getVersion("every-sample-has-a-result", Workflow.DEFAULT_VERSION, 1) == Workflow.DEFAULT_VERSION) {
            return List.of();
        }
        boolean serversAreBack = !input.again() && heldBack.isEmpty();
        return EvaluationStubs.local("samples without a result")
                .next(new NextRequest(input.evaluation(), -1, 0, NAMED, serversAreBack)).samples();
    }

    private String sentence(List<Queued> left) {
        return "no result could be recorded for " + (left.size() < NAMED ? "" : "some samples, among them ")
                + left.stream().map(Queued::queryId).collect(Collectors.joining(", ")) + (lost.isEmpty() ? "" : ": " + lost);
    }

    private boolean mayGoOn() {
        return started < input.window() && !(allHandedOut && queue.isEmpty()) && !Workflow.getInfo().isContinueAsNewSuggested();
    }

    private boolean mayStart() {
        return !paused && open.size() < concurrency && Workflow.currentTimeMillis() >= heldBackUntilMs;
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
        NextSamples next = EvaluationStubs.local("next samples")
                .next(new NextRequest(input.evaluation(), afterIndex, afterAttempt, BATCH, true));
        queue.addAll(next.samples());
        allHandedOut = next.last();
    }

    private void run(Open opened, Supplier<Optional<Recorded>> query) {
        open.add(opened);
        Async.procedure(() -> {
            try {
                query.get().ifPresent(this::count);
            } catch (TemporalFailure failure) {
                // The sample has no result: it is found and asked again before the evaluation ends.
                lost = said(failure);
            } finally {
                open.remove(opened);
            }
        });
    }

    private void count(Recorded result) {
        recorded++;
        tally = tally.and(result);
        if (!result.unscored()) {
            heldBack = Optional.empty();
            heldBackUntilMs = 0;
        } else if (Workflow.currentTimeMillis() >= heldBackUntilMs) {
            Duration pause = heldBack.map(HOLDING_BACK::after).orElse(HOLDING_BACK.first());
            heldBack = Optional.of(pause);
            heldBackUntilMs = Workflow.currentTimeMillis() + pause.toMillis();
        }
    }

    /** Ends this run and starts the next with what is still open. */
    private EvaluationProgress handOver(long nextAfterIndex, int nextAfterAttempt, boolean again) {
        Workflow.await(DRAIN, () -> open.isEmpty());
        // A query whose start is not known to the server yet would be started by nobody.
        Workflow.await(() -> queries.allKnown());
        recordNotes();
        EvaluationInput next = new EvaluationInput(input.evaluation(), input.profile(), input.policy(), input.limits(), concurrency,
                input.total(),
                input.window(), input.run() + 1, nextAfterIndex, nextAfterAttempt, tally, open, paused, again);
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

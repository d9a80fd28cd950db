package dev.maestro.workflows.training;

import dev.maestro.activities.TrainingActivities;
import dev.maestro.activities.TrainingActivities.Advance;
import dev.maestro.activities.TrainingNotes;
import dev.maestro.activities.TrainingNotes.TrainingNote;
import dev.maestro.core.Backoff;
import dev.maestro.registry.training.TrainingEvent;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.workflows.query.Retries;
import dev.maestro.workflows.query.SearchAttributeKeys;
import dev.maestro.workflows.query.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The loop of a training run. A chunk is one activity in the process that trains; when that dies, the chunk begins again
 * from the state that was saved before it, elsewhere or there. After a window of chunks the next run of the chain takes over.
 */
public final class TrainingWorkflowImpl implements TrainingWorkflow {
    /** Chunks in one run of the chain. */
    static final int WINDOW = 500;
    /** A chunk takes about half a minute; one of a large model takes as long as a step. */
    private static final Duration CHUNK_TIMEOUT = Duration.ofDays(1);
    /** Beats come once a second. A machine under load that learns in the same process is not taken for dead. */
    private static final Duration HEARTBEAT_TIMEOUT = Duration.ofSeconds(20);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30));

    private final TrainingActivities trainer = Workflow.newActivityStub(TrainingActivities.class, ActivityOptions.newBuilder()
            .setTaskQueue(TaskQueues.TRAINING)
            .setStartToCloseTimeout(CHUNK_TIMEOUT)
            .setHeartbeatTimeout(HEARTBEAT_TIMEOUT)
            .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
            .setRetryOptions(Retries.withoutEnd(PAUSES))
            .setSummary("train")
            .build());
    private final TrainingNotes record = Workflow.newLocalActivityStub(TrainingNotes.class, LocalActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofSeconds(30))
            .setRetryOptions(Retries.withoutEnd(PAUSES))
            .setSummary("record what happened")
            .build());

    private final TrainingInput input;
    private final List<TrainingNote> notes = new ArrayList<>();
    private Optional<Advance> last = Optional.empty();
    private TrainingStatus status = TrainingStatus.RUNNING;
    private boolean paused;

    @WorkflowInit
    public TrainingWorkflowImpl(TrainingInput input) {
        this.input = input;
        this.paused = input.paused();
    }

    @Override
    public TrainingProgress train(TrainingInput sameInput) {
        try {
            if (input.link() == 1) {
                note(TrainingEvent.STARTED, "");
            }
            for (int chunk = 0; chunk < WINDOW && !Workflow.getInfo().isContinueAsNewSuggested(); chunk++) {
                waitWhilePaused();
                Advance advance = trainer.advance(input.training());
                last = Optional.of(advance);
                if (advance.collapse().isPresent()) {
                    return end(TrainingStatus.COLLAPSED, TrainingEvent.COLLAPSED, advance.collapse().get());
                }
                if (advance.finished()) {
                    return end(TrainingStatus.FINISHED, TrainingEvent.FINISHED, advance.milestone());
                }
            }
            recordNotes();
            return Workflow.newContinueAsNewStub(TrainingWorkflow.class).train(new TrainingInput(
                    input.training(), input.link() + 1, paused, progress().step(), progress().stage()));
        } catch (CanceledFailure cancelled) {
            throw stopped(cancelled);
        } catch (ActivityFailure failure) {
            if (failure.getCause() instanceof CanceledFailure cancelled) {
                throw stopped(cancelled);
            }
            String why = failure.getCause() instanceof ApplicationFailure refused ? refused.getOriginalMessage() : failure.getMessage();
            end(TrainingStatus.FAILED, TrainingEvent.FAILED, String.valueOf(why));
            throw failure;
        }
    }

    private void waitWhilePaused() {
        do {
            recordNotes();
            Workflow.await(() -> !paused || !notes.isEmpty());
        } while (paused || !notes.isEmpty());
    }

    private CanceledFailure stopped(CanceledFailure cancelled) {
        Workflow.newDetachedCancellationScope(() -> end(TrainingStatus.STOPPED, TrainingEvent.STOPPED, "on request")).run();
        return cancelled;
    }

    private TrainingProgress end(TrainingStatus how, TrainingEvent event, String detail) {
        status = how;
        note(event, detail);
        recordNotes();
        Workflow.upsertTypedSearchAttributes(SearchAttributeKeys.STATUS.valueSet(how.wire()));
        return progress();
    }

    private void note(TrainingEvent event, String detail) {
        notes.add(new TrainingNote(input.training(), event, detail));
    }

    private void recordNotes() {
        while (!notes.isEmpty()) {
            record.noteTraining(notes.removeFirst());
        }
    }

    private TrainingProgress progress() {
        TrainingStatus now = status == TrainingStatus.RUNNING && paused ? TrainingStatus.PAUSED : status;
        return new TrainingProgress(input.training(), now, last.map(Advance::step).orElse(input.lastStep()),
                last.map(Advance::stage).orElse(input.lastStage()), last.map(Advance::milestone).orElse(""));
    }

    @Override
    public TrainingProgress trainingProgress() {
        return progress();
    }

    @Override
    public void pause(String by) {
        if (!paused) {
            paused = true;
            note(TrainingEvent.PAUSED, "by " + by);
        }
    }

    @Override
    public void resume(String by) {
        if (paused) {
            paused = false;
            note(TrainingEvent.RESUMED, "by " + by);
        }
    }
}

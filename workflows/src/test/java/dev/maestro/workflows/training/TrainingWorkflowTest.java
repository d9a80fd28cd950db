package dev.maestro.workflows.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.activities.TrainingActivities;
import dev.maestro.activities.TrainingNotes;
import dev.maestro.registry.training.TrainingEvent;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.client.TemporalTrainings;
import dev.maestro.workflows.query.TaskQueues;
import dev.maestro.workflows.testing.TemporalStage;
import io.temporal.activity.Activity;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A training run whose trainer counts: a chunk is ten steps, and the recipe ends at a step that the test sets. */
@Tag("workflow")
class TrainingWorkflowTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<TrainingEvent> diary = new CopyOnWriteArrayList<>();
    private TestWorkflowEnvironment environment;
    private TemporalTrainings trainings;

    private final class Diary implements TrainingNotes {
        @Override
        public void noteTraining(TrainingNote note) {
            diary.add(note.event());
        }
    }

    private void start(TrainingActivities trainer) {
        environment = TemporalStage.skippingTime();
        Worker deciding = environment.newWorker(TaskQueues.TRAINING_RUNS);
        deciding.registerWorkflowImplementationTypes(TrainingWorkflowImpl.class);
        deciding.registerActivitiesImplementations(new Diary());
        environment.newWorker(TaskQueues.TRAINING).registerActivitiesImplementations(trainer);
        environment.start();
        trainings = new TemporalTrainings(environment.getWorkflowClient());
        trainings.start("run");
    }

    @AfterEach
    void stop() {
        TemporalStage.close(environment);
    }

    private static class Counting implements TrainingActivities {
        private final long end;
        private volatile long step;

        Counting(long end) {
            this.end = end;
        }

        @Override
        public Advance advance(String run) {
            step = Math.min(end, step + 10);
            return new Advance(step, "grpo", step >= end, Optional.empty(), "step " + step);
        }
    }

    @Test
    void it_goes_on_until_the_recipe_is_done() {
        start(new Counting(95));

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FINISHED);
        assertThat(trainings.progress("run")).contains(new TrainingProgress("run", TrainingStatus.FINISHED, 95, "grpo", "step 95"));
        assertThat(diary).containsExactly(TrainingEvent.STARTED, TrainingEvent.FINISHED);
    }

    @Test
    void a_long_recipe_goes_on_in_the_next_run_of_the_chain() {
        start(new Counting((TrainingWorkflowImpl.WINDOW + 5) * 10L));

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FINISHED);
        assertThat(diary).containsExactly(TrainingEvent.STARTED, TrainingEvent.FINISHED);
    }

    @Test
    void a_collapse_stops_it_and_is_told() {
        start(_ -> new TrainingActivities.Advance(30, "grpo", false, Optional.of("One slot has every call."), ""));

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.COLLAPSED);
        assertThat(diary).containsExactly(TrainingEvent.STARTED, TrainingEvent.COLLAPSED);
    }

    @Test
    void a_trainer_that_dies_of_a_chunk_is_asked_again() {
        Counting counting = new Counting(30);
        List<String> asked = new CopyOnWriteArrayList<>();
        start(run -> {
            asked.add(run);
            if (asked.size() == 2) {
                throw new IllegalStateException("out of memory");
            }
            return counting.advance(run);
        });

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FINISHED);
        assertThat(asked).hasSize(4);
    }

    @Test
    void what_is_refused_for_good_fails_the_run_with_its_reason() {
        start(_ -> {
            throw ApplicationFailure.newNonRetryableFailure("the data set is gone", "TRAINING_DATA_UNREADABLE");
        });

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FAILED);
        assertThat(diary).containsExactly(TrainingEvent.STARTED, TrainingEvent.FAILED);
    }

    @Test
    void a_paused_run_trains_no_further_until_it_is_resumed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Counting counting = new Counting(20);
        start(run -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return counting.advance(run);
        });
        begun.await();
        trainings.pause("run", "ann");
        go.countDown();
        Eventually.that("it says that it is paused", () -> diary.contains(TrainingEvent.PAUSED));
        assertThat(trainings.progress("run").orElseThrow().step()).isEqualTo(10);
        assertThat(trainings.progress("run").orElseThrow().status()).isEqualTo(TrainingStatus.PAUSED);

        trainings.resume("run", "ann");

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FINISHED);
        assertThat(diary).containsExactly(TrainingEvent.STARTED, TrainingEvent.PAUSED, TrainingEvent.RESUMED, TrainingEvent.FINISHED);
    }

    @Test
    void a_stopped_run_waits_for_its_trainer_and_goes_on_when_started_again() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Counting counting = new Counting(10);
        List<String> asked = new CopyOnWriteArrayList<>();
        start(run -> {
            asked.add(run);
            if (asked.size() > 1) {
                return counting.advance(run);
            }
            begun.countDown();
            while (true) {
                try {
                    Activity.getExecutionContext().heartbeat(0);
                    Thread.sleep(20);
                } catch (ActivityCompletionException e) {
                    throw e;
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        begun.await();
        trainings.stop("run");
        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.STOPPED);

        trainings.start("run");

        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FINISHED);
        assertThat(diary).containsExactly(TrainingEvent.STARTED, TrainingEvent.STOPPED, TrainingEvent.STARTED, TrainingEvent.FINISHED);
    }

    @Test
    void its_history_replays() throws Exception {
        start(new Counting(30));
        assertThat(trainings.await("run", PATIENCE)).contains(TrainingStatus.FINISHED);

        WorkflowReplayer.replayWorkflowExecution(
                environment.getWorkflowClient().fetchHistory(TemporalTrainings.workflowId("run")), TrainingWorkflowImpl.class);
    }
}

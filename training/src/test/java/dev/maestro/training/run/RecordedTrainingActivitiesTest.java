package dev.maestro.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.maestro.activities.TrainingActivities.Advance;
import dev.maestro.core.CallContext;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.record.TrajectoryJson;
import dev.maestro.training.torch.SavedFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A learner whose weights are the hash of all the steps it took: whoever loses or repeats one ends with others. */
@Tag("database")
class RecordedTrainingActivitiesTest {
    private static final long STEPS = 40;
    private static final CallContext NEVER_CANCELLED = CallContext.NONE;

    @TempDir
    Path home;

    private Database database;
    private TrainingStore store;
    private LongPredicate dies = _ -> false;
    private LongPredicate collapses = _ -> false;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        store = new PostgresTraining(database.dataSource());
        store.create(new Run("chain", Json.tree("{}"), Instant.EPOCH));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private final class Chain implements Learner {
        private long step;
        private String weights;

        Chain(long step, String weights) {
            this.step = step;
            this.weights = weights;
        }

        @Override
        public long step() {
            return step;
        }

        @Override
        public boolean isFinished() {
            return step == STEPS;
        }

        @Override
        public StepReport next() {
            if (dies.test(step + 1)) {
                throw new IllegalStateException("killed before step " + (step + 1));
            }
            step++;
            weights = ContentHash.of((weights + step).getBytes(StandardCharsets.UTF_8)).value();
            return new StepReport("chain", Map.of("reward", 1.0 / step),
                    List.of(new StepReport.DrawnGroup("task/" + step, List.of(trajectory(step)))),
                    collapses.test(step) ? Optional.of("The reward fell.") : Optional.empty(), step % 10 == 0, "step " + step);
        }

        @Override
        public void saveState(Path folder) {
            SavedFolder.write(folder, into -> Files.writeString(into.resolve("weights"), weights));
        }

        @Override
        public SavedFolder saveCheckpoint(Path folder) {
            return SavedFolder.write(folder, into -> Files.writeString(into.resolve("weights"), weights));
        }

        @Override
        public void close() {}
    }

    private static Trajectory trajectory(long step) {
        return new Trajectory("r/" + step, "g/" + step, new int[]{1, 2}, new int[]{5, 9, 3},
                List.of(new Decision(0, new int[]{4, 5}, 5, -0.7, DecisionKind.GO_ON, true),
                        new Decision(2, new int[0], 3, -1.25, DecisionKind.TEXT, false)),
                0.5, Ending.FINISHED, 1, "w@1");
    }

    private RecordedTrainingActivities trainer() {
        return trainer(Duration.ZERO.plusNanos(1));
    }

    /** @param chunk a nanosecond makes every step a chunk */
    private RecordedTrainingActivities trainer(Duration chunk) {
        return new RecordedTrainingActivities(store, new LearnerFactory() {
            @Override
            public Learner begin(Run run) {
                return new Chain(0, "");
            }

            @Override
            public Learner resume(Run run, Path state) {
                try {
                    return new Chain(RunFolder.stepOf(state), Files.readString(state.resolve("weights")));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }, home, chunk, InstantSource.fixed(Instant.EPOCH));
    }

    private static String undisturbed() {
        String weights = "";
        for (long step = 1; step <= STEPS; step++) {
            weights = ContentHash.of((weights + step).getBytes(StandardCharsets.UTF_8)).value();
        }
        return weights;
    }

    @Test
    void killed_at_random_points_it_ends_with_the_weights_of_an_undisturbed_run_and_records_each_step_once() throws Exception {
        for (int seed = 0; seed < 3; seed++) {
            String name = "chain-" + seed;
            store.create(new Run(name, Json.tree("{}"), Instant.EPOCH));
            Random random = new Random(seed);
            Advance last = new Advance(0, "", false, Optional.empty(), "");
            for (int tries = 0; !last.finished() && tries < 1_000; tries++) {
                dies = _ -> random.nextInt(6) == 0;
                try (RecordedTrainingActivities trainer = trainer(Duration.ofNanos(random.nextInt(2_000_000)))) {
                    last = trainer.advance(name, NEVER_CANCELLED);
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessageStartingWith("killed before step");
                }
            }

            assertThat(last.finished()).isTrue();
            assertThat(Files.readString(home.resolve(name).resolve("checkpoints/00000040/weights"))).isEqualTo(undisturbed());
            assertThat(store.steps(name, 1, 100)).extracting(TrainingStore.Step::step)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, STEPS).boxed().toList());
            assertThat(store.groupCount(name)).isEqualTo(STEPS);
            assertThat(store.checkpoints(name)).extracting(TrainingStore.Checkpoint::step).containsExactly(40L, 30L, 20L, 10L);
        }
    }

    @Test
    void a_trajectory_is_recorded_as_it_was_drawn() {
        trainer().advance("chain", NEVER_CANCELLED);

        assertThat(TrajectoryJson.read(store.groups("chain", 1).getFirst().trajectories())).containsExactly(trajectory(1));
    }

    @Test
    void a_checkpoint_is_recorded_by_the_digest_of_what_lies_there() throws Exception {
        trainer(Duration.ofMinutes(1)).advance("chain", NEVER_CANCELLED);

        TrainingStore.Checkpoint newest = store.checkpoints("chain").getFirst();
        assertThat(SavedFolder.digest(Path.of(newest.folder()))).isEqualTo(newest.digest());
    }

    @Test
    void only_the_newest_states_stay() {
        try (RecordedTrainingActivities trainer = trainer()) {
            for (int i = 0; i < 6; i++) {
                trainer.advance("chain", NEVER_CANCELLED);
            }
        }
        assertThat(home.resolve("chain/states").toFile().list()).hasSizeBetween(2, 3).contains("00000006", "00000005");
    }

    @Test
    void two_processes_do_not_train_one_run() {
        try (RunFolder other = RunFolder.hold(home.resolve("chain"))) {
            assertThat(other.newestState()).isEmpty();
            assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> trainer().advance("chain", NEVER_CANCELLED))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(TrainingErrors.TRAINING_BUSY));
        }
        assertThat(trainer().advance("chain", NEVER_CANCELLED).step()).isEqualTo(1);
    }

    @Test
    void a_step_that_fails_leaves_the_last_state_to_go_on_from() {
        RecordedTrainingActivities trainer = trainer(Duration.ofMinutes(1));
        dies = step -> step == 7;
        assertThatIllegalStateException().isThrownBy(() -> trainer.advance("chain", NEVER_CANCELLED));
        assertThat(store.steps("chain", 1, 100)).hasSize(6);

        dies = _ -> false;
        assertThat(trainer.advance("chain", NEVER_CANCELLED).step()).isEqualTo(STEPS);
        assertThat(store.steps("chain", 1, 100)).hasSize((int) STEPS);
    }

    @Test
    void a_figure_that_is_no_finite_number_does_not_keep_a_step_from_being_recorded() {
        StepReport report = new StepReport("chain", Map.of("norm", Double.NaN, "loss", Double.POSITIVE_INFINITY, "reward", 0.5), List.of(),
                Optional.empty(), false, "");

        assertThat(report.metrics()).containsOnly(Map.entry("reward", 0.5));
    }

    @Test
    void a_collapse_ends_the_run_and_names_the_checkpoint_to_go_back_to() {
        collapses = step -> step == 34;

        Advance advance = trainer(Duration.ofMinutes(1)).advance("chain", NEVER_CANCELLED);

        assertThat(advance.step()).isEqualTo(34);
        assertThat(advance.finished()).isFalse();
        // rewards fall from the first step on
        assertThat(advance.collapse())
                .contains("The reward fell. Best checkpoint: step 10, mean reward 0.293 over the last 10 steps of chain.");
    }

    @Test
    void a_collapse_before_the_first_checkpoint_says_that_there_is_none() {
        collapses = step -> step == 4;

        assertThat(trainer(Duration.ofMinutes(1)).advance("chain", NEVER_CANCELLED).collapse())
                .contains("The reward fell. No checkpoint was written before.");
    }

    @Test
    void a_step_is_recorded_with_the_share_of_trajectories_that_ended_too_early() {
        trainer().advance("chain", NEVER_CANCELLED);

        assertThat(store.steps("chain", 1, 1).getFirst().metrics().path("unfinished_share").asDouble(-1)).isZero();
        assertThat(store.steps("chain", 1, 1).getFirst().metrics().path("outage_share").asDouble(-1)).isZero();
    }

    @Test
    void a_run_that_nobody_asked_for_is_refused() {
        assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> trainer().advance("other", NEVER_CANCELLED))
                .satisfies(e -> assertThat(e.code()).isEqualTo(TrainingErrors.TRAINING_RUN_UNKNOWN))
                .withMessageContaining("\"other\"");
    }
}

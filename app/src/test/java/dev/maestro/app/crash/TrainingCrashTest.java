package dev.maestro.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.TrainerProcess;
import dev.maestro.app.testing.TestHomes;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.TemporaryStack;
import dev.maestro.registry.training.TrainingEvent;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Entry;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import dev.maestro.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A short run of the shipped recipe, whose trainer is killed as a crash would, beside one that is left alone. */
@Tag("crash")
class TrainingCrashTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Map<String, String> SHORT = Map.of("seed", "3", "level.steps", "3", "phase.steps", "2");

    @TempDir
    Path home;

    @Test
    void a_run_whose_trainer_is_killed_ends_with_the_weights_of_one_that_was_left_alone_and_records_each_step_once() {
        TestHomes.withDatabase(home);
        Map<String, String> environment = TestHomes.environment(home);
        Configuration configuration = ConfigurationReader.read(environment, home);
        try (TemporaryStack stack = TemporaryStack.start(configuration, environment, StackNeed.WORKER, Progress.SILENT);
                TrainerProcess trainer = TrainerProcess.start(stack.endpoints(), home, configuration.logs())) {
            TrainingStore store = stack.trainingStore();
            start(stack, "alone");
            assertThat(stack.trainings().await("alone", PATIENCE)).contains(TrainingStatus.FINISHED);

            start(stack, "killed");
            for (int step : new int[]{2, 9}) {
                Eventually.that("step " + step + " is recorded", () -> !store.steps("killed", step, 1).isEmpty());
                ProcessHandle killed = ProcessHandle.of(trainer.pid()).orElseThrow();
                assertThat(killed.destroyForcibly()).isTrue();
                killed.onExit().join();
                Eventually.that("another trainer is there", () -> trainer.pid() != killed.pid());
            }
            assertThat(stack.trainings().await("killed", PATIENCE)).contains(TrainingStatus.FINISHED);

            List<Step> steps = store.steps("killed", 1, 1_000);
            assertThat(steps).extracting(Step::step).containsExactlyElementsOf(LongStream.rangeClosed(1, steps.size()).boxed().toList());
            assertThat(steps).extracting(Step::metrics)
                    .containsExactlyElementsOf(store.steps("alone", 1, 1_000).stream().map(Step::metrics).toList());
            assertThat(store.groupCount("killed")).isEqualTo(store.groupCount("alone")).isPositive();
            assertThat(store.checkpoints("killed")).extracting(Checkpoint::digest)
                    .containsExactlyElementsOf(store.checkpoints("alone").stream().map(Checkpoint::digest).toList());
            assertThat(store.diary("killed")).extracting(Entry::event).containsExactly(TrainingEvent.STARTED, TrainingEvent.FINISHED);
        }
    }

    private static void start(TemporaryStack stack, String name) {
        stack.trainingStore().create(new Run(name, LocalModels.trainer().settings(SHORT), Instant.now()));
        stack.trainings().start(name);
    }
}

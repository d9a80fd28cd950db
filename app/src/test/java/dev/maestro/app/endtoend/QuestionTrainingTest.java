package dev.maestro.app.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.evaluation.TrainingIntake;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.stack.TrainerProcess;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.TemporaryStack;
import dev.maestro.inference.example.ExampleCheckpoint;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.training.TrainingStatus;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import dev.maestro.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that sees learns from drawings, through queries of the whole stack. */
class QuestionTrainingTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** The shipped prompt takes thousands of the example's tokens. */
    private static final String SHORT_PROMPT = """
            update prompts set template = 'Call one of {{#experts}}{{name}} {{/experts}} with one of {{#skills}}{{name}} {{/skills}}, or answer.'
            where profile = 'default' and name = 'policy.system';
            """;

    private static final Map<String, String> SETTINGS = Map.of("task", "questions", "data", "drawings 1", "steps", "2", "prompts", "2",
            "rollouts", "3", "refills", "0", "call.fee", "0.1", "turns", "2", "reply.tokens", "40", "concurrency", "4");

    @TempDir
    Path home;

    @Test
    void a_run_whose_trainer_is_killed_asks_nothing_twice_and_ends_with_a_checkpoint_that_decides() throws IOException {
        Path program = new TemporalBinary(Optional.empty(), Path.of(System.getProperty("user.home"), ".maestro", "cache"), Progress.SILENT)
                .obtain().program();
        Map<String, String> environment = Map.of("MAESTRO_HOME", home.toString(), "MAESTRO_TEMPORAL_BINARY", program.toString());
        Configuration configuration = ConfigurationReader.read(environment, home);
        Path migrations = Files.createDirectories(home.resolve("sql"));
        Files.writeString(migrations.resolve("V1000__short_prompt.sql"), SHORT_PROMPT);
        Map<String, String> given = new HashMap<>(SETTINGS);
        given.put("model", ExampleCheckpoint.write(home.resolve("model"), 1).toString());
        JsonNode settings = LocalModels.trainer().settings(given);
        try (TemporaryStack stack = TemporaryStack.start(configuration, environment, StackNeed.WORKER, Progress.SILENT);
                TrainerProcess trainer = TrainerProcess.start(stack.endpoints(), home, configuration.logs())) {
            stack.migrate(migrations);
            TrainingStore store = stack.trainingStore();
            store.create(new Run("first", settings, Instant.now()));
            TrainingIntake.open(LocalModels.trainer().data(settings).orElseThrow()).take(stack, "first", Progress.SILENT);
            stack.trainings().start("first");

            Eventually.that("the first step asks",
                    () -> stack.evaluationStore().overview("first-s1").filter(o -> o.done() > 0).isPresent());
            ProcessHandle killed = ProcessHandle.of(trainer.pid()).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().join();
            assertThat(stack.trainings().await("first", PATIENCE)).contains(TrainingStatus.FINISHED);

            List<Step> steps = store.steps("first", 1, 10);
            assertThat(steps).extracting(Step::step).containsExactly(1L, 2L);
            for (Step step : steps) {
                Overview asked = stack.evaluationStore().overview("first-s" + step.step()).orElseThrow();
                assertThat(asked.done()).as("each question as often as a group is large, and no more").isEqualTo(6);
                assertThat(asked.evaluation().policy()).isEqualTo("local:first");
                assertThat(step.metrics().path("gap").asDouble()).as("what the engine drew is what the trainer computes").isLessThan(1e-3);
                assertThat(step.metrics().path("infrastructure").asDouble()).isZero();
            }
            assertThat(stack.evaluationStore().list(10)).as("steps of a run are no evaluations that somebody asked for").isEmpty();
            long question = stack.evaluationStore().samples("first-s1", 0, 1).getFirst().index();
            assertThat(stack.history().generation("first-s1-" + question + "-1", 1)).isPresent();
            assertThat(Path.of(store.checkpoints("first").getFirst().folder())).isDirectoryContaining("glob:**/tokenizer.json")
                    .isDirectoryContaining("glob:**/model.safetensors");
        }
    }
}

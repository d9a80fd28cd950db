package dev.maestro.training.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.run.StepReport.DrawnGroup;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionLearnerTest {
    private static final TrainerSettings COMPUTING = TrainerSettings.standard();
    private static final Predicate<String> NEVER = _ -> false;

    @TempDir
    Path folder;

    private Path model;

    @BeforeEach
    void write() {
        model = WorldHost.checkpoint(folder);
    }

    private QuestionSettings settings(String... pairs) {
        Map<String, String> given = new HashMap<>(Map.of("model", model.toString(), "data", "drawings 1", "prompts", "3", "rollouts", "4",
                "call.fee", "0.2", "learning.rate", "0.01", "warm.up", "0", "steps", "4"));
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1]);
        }
        return QuestionSettings.of(given);
    }

    private QuestionLearner begin(QuestionSettings settings, WorldHost host, String where) {
        return QuestionLearner.begin(settings, host, folder.resolve(where), COMPUTING);
    }

    @Test
    void interrupted_after_every_step_it_ends_with_the_very_weights_of_an_undisturbed_run() {
        QuestionSettings settings = settings();
        List<List<DrawnGroup>> undisturbed = new ArrayList<>();
        String digest;
        try (QuestionLearner learner = begin(settings, new WorldHost(settings, NEVER), "whole")) {
            while (!learner.isFinished()) {
                undisturbed.add(learner.next().groups());
            }
            digest = learner.saveCheckpoint(folder.resolve("whole-weights")).digest();
        }
        List<List<DrawnGroup>> interrupted = new ArrayList<>();
        QuestionLearner learner = begin(settings, new WorldHost(settings, NEVER), "pieces");
        while (!learner.isFinished()) {
            interrupted.add(learner.next().groups());
            Path state = folder.resolve("state-" + learner.step());
            learner.saveState(state);
            learner.close();
            learner = QuestionLearner.resume(settings, new WorldHost(settings, NEVER), folder.resolve("pieces"), COMPUTING, state);
        }
        String pieces = learner.saveCheckpoint(folder.resolve("pieces-weights")).digest();
        learner.close();

        assertThat(interrupted).isEqualTo(undisturbed);
        assertThat(pieces).isEqualTo(digest);
    }

    @Test
    void demonstrations_are_learned_before_the_first_question_and_an_interruption_changes_no_weight() throws Exception {
        Path shown = folder.resolve("shown.jsonl");
        OrchestraTask task = new OrchestraWorld(3).task(OrchestraSplit.TRAIN, 0, TaskOptions.STANDARD);
        Files.writeString(shown, Json.write(Map.of("messages", List.of(Map.of("role", "user", "content", task.prompt()),
                Map.of("role", "assistant", "content", "<answer> F</answer>")))) + "\n");
        QuestionSettings settings = settings("sft.data", shown.toString(), "sft.steps", "8", "sft.batch", "2", "sft.learning.rate", "0.02",
                "steps", "1").showing(shown.toString(), Demonstrations.digest(shown));
        List<Double> losses = new ArrayList<>();
        String digest;
        WorldHost host = new WorldHost(settings, NEVER);
        try (QuestionLearner learner = begin(settings, host, "whole")) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                if (report.stage().equals("sft")) {
                    losses.add(report.metrics().get("loss"));
                    assertThat(report.checkpointDue()).isEqualTo(losses.size() == 8);
                    assertThat(host.asked).isEmpty();
                }
            }
            assertThat(learner.step()).isEqualTo(9);
            digest = learner.saveCheckpoint(folder.resolve("whole-weights")).digest();
        }
        assertThat(losses).hasSize(8);
        assertThat(losses.getLast()).isLessThan(0.3 * losses.getFirst());

        QuestionLearner learner = begin(settings, new WorldHost(settings, NEVER), "pieces");
        while (!learner.isFinished()) {
            learner.next();
            Path state = folder.resolve("state-" + learner.step());
            learner.saveState(state);
            learner.close();
            learner = QuestionLearner.resume(settings, new WorldHost(settings, NEVER), folder.resolve("pieces"), COMPUTING, state);
        }
        assertThat(learner.saveCheckpoint(folder.resolve("pieces-weights")).digest()).isEqualTo(digest);
        learner.close();
    }

    @Test
    void what_the_engine_drew_is_what_the_trainer_computes_and_calls_that_cost_become_fewer() {
        QuestionSettings settings = settings("steps", "12", "prompts", "6", "call.fee", "0.5");
        List<Double> calls = new ArrayList<>();
        try (QuestionLearner learner = begin(settings, new WorldHost(settings, NEVER), "fee")) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                assertThat(report.metrics().get("gap")).isLessThan(1e-3);
                calls.add(report.metrics().get("calls"));
            }
        }
        assertThat(mean(calls.subList(9, 12))).isLessThan(0.6 * mean(calls.subList(0, 3)));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    @Test
    void an_outage_moves_no_weight_and_its_questions_are_asked_again() {
        QuestionSettings settings = settings("steps", "2");
        WorldHost host = new WorldHost(settings, name -> name.startsWith("s1"));
        try (QuestionLearner learner = begin(settings, host, "outage")) {
            String before = learner.saveCheckpoint(folder.resolve("before")).digest();
            StepReport report = learner.next();

            assertThat(report.metrics().get("infrastructure")).isEqualTo(3 * 3 * 4);
            assertThat(report.metrics().get("put_back")).isEqualTo(3 * 3);
            assertThat(report.collapse()).isEmpty();
            assertThat(host.asked).containsExactly("s1", "s1r1", "s1r2");
            assertThat(learner.saveCheckpoint(folder.resolve("after")).digest()).isEqualTo(before);
            learner.next();
            assertThat(host.asked).as("the next step goes on").contains("s2");
        }
    }

    @Test
    void more_questions_a_step_than_there_are_is_refused() {
        QuestionSettings settings = settings("prompts", "13");
        assertThatThrownBy(() -> begin(settings, new WorldHost(settings, NEVER), "many")).isInstanceOf(MaestroException.class)
                .hasMessageContaining("prompts 13, and there are 12 questions");
    }
}

package dev.maestro.training.orchestra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.run.StepReport.DrawnGroup;
import dev.maestro.training.torch.SavedFolder;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrchestraLearnerTest {
    private static final OrchestraRecipe SHORT = OrchestraRecipe.standard().shortened(2, 2);
    private static final TrainerSettings SETTINGS = TrainerSettings.standard();
    private static final long SEED = 5;

    @TempDir
    Path folder;

    private OrchestraLearner begin(String scratch) {
        return OrchestraLearner.begin(SHORT, SEED, folder.resolve(scratch), SETTINGS);
    }

    @Test
    void interrupted_after_every_step_it_ends_with_the_very_weights_and_trajectories_of_an_undisturbed_run() {
        List<List<DrawnGroup>> undisturbed = new ArrayList<>();
        String digest;
        try (OrchestraLearner learner = begin("whole")) {
            while (!learner.isFinished()) {
                undisturbed.add(learner.next().groups());
            }
            digest = learner.saveCheckpoint(folder.resolve("whole-weights")).digest();
        }
        List<List<DrawnGroup>> interrupted = new ArrayList<>();
        OrchestraLearner learner = begin("pieces");
        while (!learner.isFinished()) {
            interrupted.add(learner.next().groups());
            Path state = folder.resolve("state-" + learner.step());
            learner.saveState(state);
            learner.close();
            learner = OrchestraLearner.resume(SHORT, SEED, folder.resolve("pieces-" + interrupted.size()), SETTINGS, state);
        }
        SavedFolder pieces = learner.saveCheckpoint(folder.resolve("pieces-weights"));
        learner.close();

        assertThat(interrupted).hasSize(18).isEqualTo(undisturbed);
        assertThat(pieces.digest()).isEqualTo(digest);
    }

    @Test
    void another_seed_draws_other_tasks_and_weights() {
        try (OrchestraLearner one = begin("one");
                OrchestraLearner other = OrchestraLearner.begin(SHORT, SEED + 1, folder.resolve("other"), SETTINGS)) {
            one.next();
            other.next();

            assertThat(one.saveCheckpoint(folder.resolve("a")).digest()).isNotEqualTo(other.saveCheckpoint(folder.resolve("b")).digest());
        }
    }

    @Test
    void what_was_drawn_is_what_the_trainer_computes() {
        try (OrchestraLearner learner = begin("gap")) {
            StepReport report = null;
            while (!learner.isFinished()) {
                report = learner.next();
                if (report.metrics().containsKey("gap")) {
                    assertThat(report.metrics().get("gap")).isLessThan(1e-3);
                }
            }
            assertThat(report.collapse()).isEmpty();
        }
    }

    @Test
    void imposed_calls_are_no_decisions_and_everything_that_was_drawn_was_offered() {
        try (OrchestraLearner learner = begin("imposed")) {
            StepReport report = learner.next();
            while (report.groups().isEmpty()) {
                report = learner.next();
            }
            for (DrawnGroup group : report.groups()) {
                for (Trajectory trajectory : group.trajectories()) {
                    assertThat(trajectory.decisions()).isNotEmpty().extracting(Decision::kind)
                            .doesNotContain(DecisionKind.GO_ON);
                    assertThat(trajectory.sharesPrompt(group.trajectories().getFirst())).isTrue();
                }
            }
        }
    }

    @Test
    void what_becomes_certain_as_it_is_learned_is_no_collapse() {
        Map<DecisionKind, Double> certain = Map.of(DecisionKind.TEXT, 0.0, DecisionKind.INPUT, 0.0, DecisionKind.SKILL, 0.0,
                DecisionKind.EXPERT, 0.4, DecisionKind.GO_ON, 0.3);

        assertThat(OrchestraLearner.watched(certain)).containsOnly(Map.entry(DecisionKind.EXPERT, 0.4), Map.entry(DecisionKind.GO_ON, 0.3));
    }

    @Test
    void it_plays_tasks_of_the_benchmark_to_their_end() {
        List<OrchestraTask> tasks = new OrchestraWorld(99).tasks(OrchestraSplit.SEEN, 0, 8, TaskOptions.STANDARD);
        try (OrchestraLearner learner = begin("plays")) {
            List<PlayedTask> played = learner.play(tasks);

            assertThat(played).extracting(PlayedTask::task).isEqualTo(tasks);
            assertThat(played).allSatisfy(p -> assertThat(p.history()).hasSizeBetween(1, 3));
        }
    }
}

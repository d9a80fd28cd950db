package dev.maestro.training.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.inference.vision.ImageProcessor;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.run.StepReport.DrawnGroup;
import dev.maestro.training.torch.SavedFolder;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.Target;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DrawingLearnerTest {
    private static final DrawingRecipe SHORT = DrawingRecipe.standard().shortened();
    private static final TrainerSettings SETTINGS = TrainerSettings.standard();
    private static final long SEED = 5;

    @TempDir
    Path folder;

    private DrawingLearner begin(String scratch) {
        return DrawingLearner.begin(SHORT, SEED, new PretendPrograms().all(), folder.resolve(scratch), SETTINGS);
    }

    @Test
    void interrupted_after_every_step_it_ends_with_the_very_weights_and_trajectories_of_an_undisturbed_run() {
        List<List<DrawnGroup>> undisturbed = new ArrayList<>();
        List<StepReport> kept = new ArrayList<>();
        String digest;
        try (DrawingLearner learner = begin("run")) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                undisturbed.add(report.groups());
                kept.add(report);
            }
            digest = learner.saveCheckpoint(folder.resolve("whole-weights")).digest();
        }
        List<List<DrawnGroup>> interrupted = new ArrayList<>();
        DrawingLearner learner = begin("run");
        while (!learner.isFinished()) {
            interrupted.add(learner.next().groups());
            Path state = folder.resolve("state-" + learner.step());
            learner.saveState(state);
            learner.close();
            learner = DrawingLearner.resume(SHORT, SEED, new PretendPrograms().all(), folder.resolve("run"), SETTINGS, state);
        }
        SavedFolder pieces = learner.saveCheckpoint(folder.resolve("pieces-weights"));
        learner.close();

        assertThat(interrupted).hasSize(SHORT.shown() + SHORT.steps()).isEqualTo(undisturbed);
        assertThat(pieces.digest()).isEqualTo(digest);
        assertThat(kept).filteredOn(StepReport::checkpointDue).hasSize(2)
                .allSatisfy(report -> assertThat(report.metrics()).containsKeys("validation_accuracy", "validation_text_bound",
                        "validation_shuffled", "validation_blank"));
    }

    @Test
    void only_the_expert_is_decided_and_what_was_drawn_is_what_the_trainer_computes() {
        try (DrawingLearner learner = begin("gap")) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                report.groups().stream().flatMap(group -> group.trajectories().stream()).forEach(trajectory -> {
                    assertThat(trajectory.decisions()).singleElement().extracting(Decision::kind).isEqualTo(DecisionKind.EXPERT);
                    assertThat(trajectory.decisions().getFirst().allowed()).hasSize(DrawingExpert.values().length);
                    assertThat(trajectory.reward()).isIn(0.0, 1.0);
                });
                if (report.metrics().containsKey("gap")) {
                    assertThat(report.metrics().get("gap")).isLessThan(1e-3);
                }
            }
        }
    }

    @Test
    void demonstrations_teach_every_word_of_a_turn_but_whom_to_name() {
        DrawingFiles.write(folder, DrawingShape.SMALL);
        DrawingPool pool = new DrawingPool(3, ImageProcessor.of(folder).orElseThrow(), new PretendPrograms().all(),
                folder.resolve("replies.jsonl"));
        DrawingTask task = new DrawingTasks(pool, 3, 9).of(DrawingSplit.VALIDATION, 1).getFirst();
        try (DrawingTokens tokens = DrawingTokens.of(folder)) {
            Set<Integer> named = Set.of(DrawingExpert.values()).stream().map(tokens::first).collect(Collectors.toSet());
            for (DrawingExpert expert : DrawingExpert.values()) {
                SftBatch.Response shown = tokens.demonstration(task, expert);

                assertThat(shown.targets()).hasSizeGreaterThan(6).extracting(Target::position).doesNotContain(tokens.opening().length);
                assertThat(shown.targets()).allSatisfy(target -> {
                    assertThat(target.good()).containsExactly(shown.ids()[target.position()]);
                    assertThat(named).doesNotContain(target.good()[0]);
                });
                assertThat(shown.ids()[tokens.opening().length]).isEqualTo(tokens.first(expert));
            }
        }
    }

    @Test
    void questions_and_panels_are_the_same_for_all_kinds_and_no_learned_picture_is_judged_by() {
        DrawingFiles.write(folder, DrawingShape.SMALL);
        DrawingPool pool = new DrawingPool(3, ImageProcessor.of(folder).orElseThrow(), new PretendPrograms().all(),
                folder.resolve("replies.jsonl"));
        DrawingTasks tasks = new DrawingTasks(pool, 3, 18);
        List<DrawingTask> learned = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            learned.add(tasks.training("test/" + i));
        }
        List<DrawingTask> judged = tasks.of(DrawingSplit.FRESH, 12);

        assertThat(learned).extracting(task -> task.picture().seed()).allMatch(DrawingSplit.TRAIN::owns)
                .doesNotContainAnyElementsOf(judged.stream().map(task -> task.picture().seed()).toList());
        assertThat(judged).extracting(task -> task.picture().seed()).allMatch(DrawingSplit.FRESH::owns);
        assertThat(learned).extracting(DrawingTask::question).isSubsetOf(DrawingText.QUESTIONS);
        assertThat(learned).extracting(DrawingTask::panel).allSatisfy(panel -> assertThat(panel).containsExactlyInAnyOrder(
                DrawingExpert.values()));
        String words = String.join(" ", DrawingText.QUESTIONS);
        for (DrawingGroup group : DrawingGroup.values()) {
            group.generators().forEach(each -> assertThat(words).doesNotContain(each.kind().split("-")[0]));
        }
    }

    @Test
    void where_pictures_tell_nothing_the_bound_of_words_alone_holds() {
        try (DrawingLearner learner = begin("blank")) {
            while (!learner.isFinished()) {
                learner.next();
            }
            DrawingPool pool = new DrawingPool(77, ImageProcessor.of(folder.resolve("blank/skeleton")).orElseThrow(),
                    new PretendPrograms().all(), folder.resolve("judged.jsonl"));
            int tasks = 24;
            DrawingFigures figures = DrawingFigures.of(new DrawingTasks(pool, 1, 9).of(DrawingSplit.FRESH, tasks), tasks, learner::picks);

            double chance = 2 * Math.sqrt(0.25 / tasks);
            assertThat(figures.tasks()).isEqualTo(figures.compared()).isEqualTo(tasks);
            assertThat(figures.nobody()).isZero();
            assertThat(figures.bound()).isBetween(1.0 / 3, 0.6);
            assertThat(figures.blank()).isLessThan(figures.bound() + chance);
            assertThat(figures.shuffled()).isLessThan(figures.bound() + chance);
        }
    }
}

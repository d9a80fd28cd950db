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
class PictureLearnerTest {
    private static final PictureRecipe SHORT = PictureRecipe.standard().shortened();
    private static final TrainerSettings SETTINGS = TrainerSettings.standard();
    private static final long SEED = 5;

    @TempDir
    Path folder;

    private PictureLearner begin(String scratch) {
        return PictureLearner.begin(SHORT, SEED, new PretendPrograms().all(), folder.resolve(scratch), SETTINGS);
    }

    @Test
    void interrupted_after_every_step_it_ends_with_the_very_weights_and_trajectories_of_an_undisturbed_run() {
        List<List<DrawnGroup>> undisturbed = new ArrayList<>();
        List<StepReport> kept = new ArrayList<>();
        String digest;
        try (PictureLearner learner = begin("run")) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                undisturbed.add(report.groups());
                kept.add(report);
            }
            digest = learner.saveCheckpoint(folder.resolve("whole-weights")).digest();
        }
        List<List<DrawnGroup>> interrupted = new ArrayList<>();
        PictureLearner learner = begin("run");
        while (!learner.isFinished()) {
            interrupted.add(learner.next().groups());
            Path state = folder.resolve("state-" + learner.step());
            learner.saveState(state);
            learner.close();
            learner = PictureLearner.resume(SHORT, SEED, new PretendPrograms().all(), folder.resolve("run"), SETTINGS, state);
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
        try (PictureLearner learner = begin("gap")) {
            while (!learner.isFinished()) {
                StepReport report = learner.next();
                report.groups().stream().flatMap(group -> group.trajectories().stream()).forEach(trajectory -> {
                    assertThat(trajectory.decisions()).singleElement().extracting(Decision::kind).isEqualTo(DecisionKind.EXPERT);
                    assertThat(trajectory.decisions().getFirst().allowed()).hasSize(PictureExpert.values().length);
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
        PictureFiles.write(folder, PictureShape.SMALL);
        PicturePool pool = new PicturePool(3, ImageProcessor.of(folder).orElseThrow(), new PretendPrograms().all(),
                folder.resolve("replies.jsonl"));
        PictureTask task = new PictureTasks(pool, 3, 9).of(PictureSplit.VALIDATION, 1).getFirst();
        try (PictureTokens tokens = PictureTokens.of(folder)) {
            Set<Integer> named = Set.of(PictureExpert.values()).stream().map(tokens::first).collect(Collectors.toSet());
            for (PictureExpert expert : PictureExpert.values()) {
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
        PictureFiles.write(folder, PictureShape.SMALL);
        PicturePool pool = new PicturePool(3, ImageProcessor.of(folder).orElseThrow(), new PretendPrograms().all(),
                folder.resolve("replies.jsonl"));
        PictureTasks tasks = new PictureTasks(pool, 3, 18);
        List<PictureTask> learned = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            learned.add(tasks.training("test/" + i));
        }
        List<PictureTask> judged = tasks.of(PictureSplit.FRESH, 12);

        assertThat(learned).extracting(task -> task.picture().seed()).allMatch(PictureSplit.TRAIN::owns)
                .doesNotContainAnyElementsOf(judged.stream().map(task -> task.picture().seed()).toList());
        assertThat(judged).extracting(task -> task.picture().seed()).allMatch(PictureSplit.FRESH::owns);
        assertThat(learned).extracting(PictureTask::question).isSubsetOf(PictureText.QUESTIONS);
        assertThat(learned).extracting(PictureTask::panel).allSatisfy(panel -> assertThat(panel).containsExactlyInAnyOrder(
                PictureExpert.values()));
        String words = String.join(" ", PictureText.QUESTIONS);
        for (PictureGroup group : PictureGroup.values()) {
            group.generators().forEach(each -> assertThat(words).doesNotContain(each.kind().split("-")[0]));
        }
    }

    @Test
    void where_pictures_tell_nothing_the_bound_of_words_alone_holds() {
        try (PictureLearner learner = begin("blank")) {
            while (!learner.isFinished()) {
                learner.next();
            }
            PicturePool pool = new PicturePool(77, ImageProcessor.of(folder.resolve("blank/skeleton")).orElseThrow(),
                    new PretendPrograms().all(), folder.resolve("judged.jsonl"));
            int tasks = 24;
            PictureFigures figures = PictureFigures.of(new PictureTasks(pool, 1, 9).of(PictureSplit.FRESH, tasks), tasks, learner::picks);

            double chance = 2 * Math.sqrt(0.25 / tasks);
            assertThat(figures.tasks()).isEqualTo(figures.compared()).isEqualTo(tasks);
            assertThat(figures.nobody()).isZero();
            assertThat(figures.bound()).isBetween(1.0 / 3, 0.6);
            assertThat(figures.blank()).isLessThan(figures.bound() + chance);
            assertThat(figures.shuffled()).isLessThan(figures.bound() + chance);
        }
    }
}

package dev.maestro.orchestra.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that a test split holds back can be met in training. */
class HeldOutTest {
    private static final TaskOptions CLEAN = TaskOptions.STANDARD.withTypoShare(0);
    private static final int MANY = 3_000;

    private final OrchestraWorld world = new OrchestraWorld(1);
    private final List<OrchestraTask> training = world.tasks(OrchestraSplit.TRAIN, 0, MANY, CLEAN);

    @Test
    void names_of_training_and_of_unseen_panels_are_disjoint() {
        assertThat(NamePool.of(false).names()).doesNotContainAnyElementsOf(NamePool.of(true).names()).hasSizeGreaterThan(400);
        assertThat(NamePool.of(true).names()).hasSizeGreaterThan(100);
        assertThat(names(training)).isSubsetOf(NamePool.of(false).names());
        for (OrchestraSplit split : List.of(OrchestraSplit.SEEN, OrchestraSplit.WORDING, OrchestraSplit.COMBO)) {
            assertThat(names(world.tasks(split, 0, 300, CLEAN))).isSubsetOf(NamePool.of(false).names());
        }
        assertThat(names(world.tasks(OrchestraSplit.OOD, 0, 300, CLEAN))).isSubsetOf(NamePool.of(true).names());
    }

    @Test
    void wordings_and_descriptions_are_disjoint_and_training_uses_its_own_only() {
        for (Operation operation : Operation.values()) {
            assertThat(operation.wordings(false)).doesNotContainAnyElementsOf(operation.wordings(true));
            assertThat(operation.descriptions(false)).doesNotContainAnyElementsOf(operation.descriptions(true));
        }
        assertThat(SimulatedExpert.templates(false)).doesNotContainAnyElementsOf(SimulatedExpert.templates(true));
        Pattern kept = questions(true);
        Pattern shown = questions(false);
        assertThat(training).allSatisfy(task -> {
            assertThat(task.question()).matches(shown).doesNotMatch(kept);
            assertThat(task.panel().skills()).allSatisfy(skill -> assertThat(Stream.of(Operation.values())
                    .flatMap(operation -> operation.descriptions(true).stream())).doesNotContain(skill.description()));
            assertThat(task.panel().experts()).allSatisfy(expert -> assertThat(expert.description())
                    .matches(".*top [a-z]+ [a-z]+(, (cheap|dear))?, fair [a-z]+.*"));
        });
        for (OrchestraSplit split : List.of(OrchestraSplit.WORDING, OrchestraSplit.OOD)) {
            assertThat(world.tasks(split, 0, 500, CLEAN)).allSatisfy(task -> assertThat(task.question()).matches(kept).doesNotMatch(shown));
        }
        assertThat(world.tasks(OrchestraSplit.OOD, 0, 500, CLEAN)).allSatisfy(task -> {
            assertThat(task.panel().experts()).allSatisfy(expert -> assertThat(expert.description()).matches(".*fair [a-z]+, top .*"));
            assertThat(task.panel().skills()).allSatisfy(
                    skill -> assertThat(skill.operation().descriptions(true)).contains(skill.description()));
        });
    }

    @Test
    void pairs_of_picture_and_operation_are_kept_for_combo() {
        assertThat(training).noneMatch(task -> OrchestraWorld.isHeldOut(task.subject(), task.operation()));
        assertThat(training.stream().map(task -> task.subject() + " " + task.operation()).distinct()).hasSize(20);
        List<OrchestraTask> combo = world.tasks(OrchestraSplit.COMBO, 0, 300, CLEAN);
        assertThat(combo).allMatch(task -> OrchestraWorld.isHeldOut(task.subject(), task.operation()));
        assertThat(combo.stream().map(OrchestraTask::operation).distinct()).hasSize(4);
    }

    @Test
    void no_seed_of_a_test_split_makes_a_task_of_training() {
        Set<String> prompts = new HashSet<>();
        Set<TaskPanel> panels = new HashSet<>();
        for (long seed = 0; seed < 4; seed++) {
            for (OrchestraTask task : new OrchestraWorld(seed).tasks(OrchestraSplit.TRAIN, 0, 1_000, CLEAN)) {
                assertThat(task.id()).startsWith(seed + "/train/");
                prompts.add(task.prompt());
                panels.add(task.panel());
            }
        }
        assertThat(panels).as("fresh for each task").hasSize(4_000);
        for (OrchestraSplit split : OrchestraSplit.values()) {
            for (long seed = 0; split != OrchestraSplit.TRAIN && seed < 4; seed++) {
                for (OrchestraTask task : new OrchestraWorld(seed).tasks(split, 0, 1_000, CLEAN)) {
                    assertThat(task.id()).doesNotContain("train");
                    assertThat(prompts.contains(task.prompt())).as(task.id()).isFalse();
                    assertThat(panels.contains(task.panel())).as(task.id()).isFalse();
                }
            }
        }
    }

    private static Set<String> names(List<OrchestraTask> tasks) {
        return tasks.stream()
                .flatMap(task -> Stream.concat(task.panel().experts().stream().map(SimulatedExpert::name),
                        task.panel().skills().stream().map(SimulatedSkill::name)))
                .collect(Collectors.toSet());
    }

    /** Any question in the wordings of training, or in those held out. */
    private static Pattern questions(boolean heldOut) {
        return Pattern.compile(Stream.of(Operation.values())
                .flatMap(operation -> operation.wordings(heldOut).stream())
                .map(wording -> Pattern.quote(wording).replace("{d}", "\\E[a-z]+\\Q").replace("{x}", "\\E[a-z ]+\\Q"))
                .collect(Collectors.joining("|")));
    }
}

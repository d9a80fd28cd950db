package dev.maestro.orchestra.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrchestraWorldTest {
    private final OrchestraWorld world = new OrchestraWorld(5);

    @Test
    void a_task_is_the_same_on_every_machine() {
        OrchestraTask task = world.task(OrchestraSplit.SEEN, 0, TaskOptions.STANDARD);
        assertThat(task.prompt()).isEqualTo("""
                Experts
                - Yarsto: top sums receipts, dear, fair sketches
                - Morado: top algebra atlases, cheap, fair frescoes
                - Denfel: dear, top tickets paintings, fair radiographs
                - Ulmtam: top tomograms algebra, dear, fair charts
                - Skafel: top scans histograms, fair paintings, dear
                Skills
                - Rosgon: locates objects
                - Hulpin: says how many
                - Polgon: tells written text
                - Bornus: calculates sums
                free price
                find the position of the stripes in the fresco
                """);
        assertThat(task.truth()).isEqualTo("A");
        assertThat(task.reply(0, 0, Optional.empty())).isEqualTo(new SimulatedReply("F", true, false));
    }

    @ParameterizedTest
    @EnumSource
    void a_panel_has_five_experts_and_all_skills_with_names_that_begin_differently(OrchestraSplit split) {
        for (OrchestraTask task : world.tasks(split, 0, 200, TaskOptions.STANDARD)) {
            TaskPanel panel = task.panel();
            assertThat(panel.experts()).hasSize(5);
            assertThat(panel.skills()).extracting(SimulatedSkill::operation).containsExactlyInAnyOrder(Operation.values());
            List<String> names = new ArrayList<>(panel.experts().stream().map(SimulatedExpert::name).toList());
            panel.skills().forEach(skill -> names.add(skill.name()));
            assertThat(names.stream().map(name -> name.substring(0, 3))).doesNotHaveDuplicates();
            assertThat(panel.experts()).allSatisfy(expert -> {
                assertThat(expert.levels().values()).containsExactlyInAnyOrder(Level.TOP, Level.TOP, Level.FAIR);
                assertThat(expert.description()).contains(expert.words().values()).contains(expert.price().wire());
            });
        }
    }

    @Test
    void a_reply_depends_on_the_call_alone() {
        OrchestraTask task = world.task(OrchestraSplit.OOD, 3, TaskOptions.STANDARD);
        OrchestraTask again = new OrchestraWorld(5).task(OrchestraSplit.OOD, 3, TaskOptions.STANDARD);
        TaskPanel turned = new TaskPanel(task.panel().experts().reversed(), task.panel().skills().reversed());
        OrchestraTask otherOrder = new OrchestraTask(task.id(), task.split(), turned, task.subject(), task.operation(), task.question(),
                task.price(), task.printed(), task.truth(), task.sureWhenWrong());
        for (int expert = 0; expert < 5; expert++) {
            for (int skill = 0; skill < 4; skill++) {
                for (Optional<String> input : List.of(Optional.<String>empty(), Optional.of("A"), Optional.of(task.printed()))) {
                    SimulatedReply reply = task.reply(expert, skill, input);
                    assertThat(task.reply(expert, skill, input)).isEqualTo(reply);
                    assertThat(again.reply(expert, skill, input)).isEqualTo(reply);
                    assertThat(otherOrder.reply(4 - expert, 3 - skill, input)).isEqualTo(reply);
                }
            }
        }
    }

    @Test
    void replies_are_right_as_often_as_competence_says_and_say_how_sure_they_are() {
        Tally top = new Tally();
        Tally fair = new Tally();
        Tally none = new Tally();
        Tally wrongSkill = new Tally();
        for (OrchestraTask task : world.tasks(OrchestraSplit.SEEN, 0, 2_000, TaskOptions.STANDARD.withTwoStepShare(0))) {
            for (int expert = 0; expert < 5; expert++) {
                SimulatedReply reply = task.reply(expert, task.panel().skillFor(task.operation()), Optional.empty());
                switch (task.panel().experts().get(expert).level(task.subject())) {
                    case TOP -> top.add(reply);
                    case FAIR -> fair.add(reply);
                    case NONE -> none.add(reply);
                }
                wrongSkill.add(task.reply(expert, task.panel().skillFor(Operation.COMPUTE), Optional.empty()));
            }
        }
        // a guess hits the truth once in 24; deviations are at most 0.012
        top.expect(0.95 + 0.05 / 24, 0.02);
        fair.expect(0.70 + 0.30 / 24, 0.05);
        none.expect(0.15 + 0.85 / 24, 0.03);
        wrongSkill.expect(0.05 + 0.95 / 24, 0.012);
    }

    /** Right replies, and those that say they are sure. */
    private static final class Tally {
        private int count;
        private int right;
        private int sureRight;
        private int sureWrong;

        void add(SimulatedReply reply) {
            count++;
            right += reply.right() ? 1 : 0;
            sureRight += reply.right() && reply.sure() ? 1 : 0;
            sureWrong += !reply.right() && reply.sure() ? 1 : 0;
        }

        void expect(double share, double within) {
            assertThat((double) right / count).isBetween(share - within, share + within);
            assertThat((double) sureRight / right).isBetween(0.86, 0.94);
            assertThat((double) sureWrong / (count - right)).isBetween(0.28, 0.42);
        }
    }

    @Test
    void computing_needs_the_value_that_is_printed() {
        for (OrchestraTask task : world.tasks(OrchestraSplit.TRAIN, 0, 300, TaskOptions.STANDARD.withTwoStepShare(1))) {
            assertThat(task.truth()).isNotEqualTo(task.printed());
            int compute = task.panel().skillFor(Operation.COMPUTE);
            int read = task.panel().skillFor(Operation.READ);
            for (int expert = 0; expert < 5; expert++) {
                SimulatedReply value = task.reply(expert, read, Optional.empty());
                assertThat(value.right()).isEqualTo(value.value().equals(task.printed()));
                SimulatedReply computed = task.reply(expert, compute, Optional.of(task.printed()));
                assertThat(computed.right()).isEqualTo(computed.value().equals(task.truth()));
            }
        }
        double good = world.tasks(OrchestraSplit.TRAIN, 0, 3_000, TaskOptions.STANDARD.withTwoStepShare(1)).stream()
                .filter(task -> task.panel().experts().getFirst().level(Subject.ARITHMETIC) == Level.TOP)
                .collect(
                        Collectors.averagingInt(task -> task.reply(0, task.panel().skillFor(Operation.COMPUTE), Optional.of(task.printed()))
                                .right() ? 1 : 0));
        double without = world.tasks(OrchestraSplit.TRAIN, 0, 3_000, TaskOptions.STANDARD.withTwoStepShare(1)).stream()
                .collect(Collectors.averagingInt(
                        task -> task.reply(0, task.panel().skillFor(Operation.COMPUTE), Optional.empty()).right() ? 1 : 0));
        assertThat(good).isBetween(0.92, 0.98);
        assertThat(without).isBetween(0.02, 0.06); // 1 in 24
    }

    @Test
    void an_option_changes_what_it_says_and_nothing_else() {
        List<OrchestraTask> plain = world.tasks(OrchestraSplit.SEEN, 0, 200, TaskOptions.STANDARD);
        List<OrchestraTask> dear = world.tasks(OrchestraSplit.SEEN, 0, 200, TaskOptions.STANDARD.withPrice(PriceWeight.TIGHT));
        List<OrchestraTask> clean = world.tasks(OrchestraSplit.SEEN, 0, 200, TaskOptions.STANDARD.withTypoShare(0));
        List<OrchestraTask> honest = world.tasks(OrchestraSplit.SEEN, 0, 200, TaskOptions.STANDARD.withSureWhenWrong(0));
        List<OrchestraTask> small = world.tasks(OrchestraSplit.SEEN, 0, 200, TaskOptions.STANDARD.offering(2, 0));
        for (int i = 0; i < 200; i++) {
            OrchestraTask task = plain.get(i);
            assertThat(dear.get(i)).usingRecursiveComparison().ignoringFields("price").isEqualTo(task);
            assertThat(dear.get(i).price()).isEqualTo(PriceWeight.TIGHT);
            assertThat(clean.get(i)).usingRecursiveComparison().ignoringFields("question").isEqualTo(task);
            assertThat(small.get(i)).usingRecursiveComparison().ignoringFields("panel").isEqualTo(task);
            assertThat(small.get(i).panel().experts()).isEqualTo(task.panel().experts().subList(0, 2));
            assertThat(small.get(i).panel().skills()).isEmpty();
            for (int expert = 0; expert < 5; expert++) {
                SimulatedReply reply = task.reply(expert, 0, Optional.empty());
                assertThat(honest.get(i).reply(expert, 0, Optional.empty()))
                        .isEqualTo(new SimulatedReply(reply.value(), reply.sure() && reply.right(), reply.right()));
            }
        }
    }

    @Test
    void shares_of_a_curriculum_are_kept() {
        List<OrchestraTask> tasks = world.tasks(OrchestraSplit.TRAIN, 0, 4_000, TaskOptions.STANDARD.withTwoStepShare(0.4));
        assertThat((double) tasks.stream().filter(task -> task.operation().isTwoStep()).count() / 4_000).isBetween(0.37, 0.43);
        List<OrchestraTask> standard = world.tasks(OrchestraSplit.TRAIN, 0, 4_000, TaskOptions.STANDARD);
        for (Operation operation : Operation.values()) {
            assertThat((double) standard.stream().filter(task -> task.operation() == operation).count() / 4_000).isBetween(0.22, 0.28);
        }
        for (PriceWeight weight : PriceWeight.values()) {
            assertThat((double) standard.stream().filter(task -> task.price() == weight).count() / 4_000).isBetween(0.30, 0.37);
        }
    }

    @Test
    void options_outside_their_range_are_refused() {
        assertThatThrownBy(() -> TaskOptions.STANDARD.withTwoStepShare(1.5))
                .hasMessageContaining("TASK_OPTIONS_INVALID: two_step_share 1.5");
        assertThatThrownBy(() -> TaskOptions.STANDARD.withSureWhenWrong(Double.NaN)).hasMessageContaining("sure_when_wrong");
        assertThatThrownBy(() -> TaskOptions.STANDARD.offering(0, 4)).hasMessageContaining("experts are 1 to 5");
    }
}

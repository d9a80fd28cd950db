package dev.maestro.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.Rollout;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrpoBatchTest {
    private static Trajectory one(String group, int prompt, double reward, Ending ending) {
        Decision drawn = new Decision(0, new int[]{4, 5}, 5, -0.7, DecisionKind.EXPERT, true);
        Decision left = new Decision(1, new int[]{6, 7}, 6, -0.7, DecisionKind.SKILL, false);
        return new Trajectory(group + "/" + reward + ending, group, new int[]{prompt}, new int[]{5, 6}, List.of(drawn, left), reward,
                ending, 1,
                "v1");
    }

    private static List<Trajectory> group(String name, int failed, double... rewards) {
        List<Trajectory> all = new ArrayList<>();
        for (double reward : rewards) {
            all.add(one(name, 1, reward, Ending.FINISHED));
        }
        for (int i = 0; i < failed; i++) {
            all.add(one(name, 1, 0, Ending.INFRASTRUCTURE));
        }
        return all;
    }

    private static List<Double> advantages(GrpoBatch batch) {
        return batch.groups().stream().flatMap(List::stream).map(GroupVerdict.Weighted::advantage).toList();
    }

    @Test
    void what_infrastructure_failed_leaves_loss_and_baseline() {
        GrpoBatch batch = GrpoBatch.of(List.of(group("a", 3, 1, 1, 0, 0, 0)), GrpoSettings.standard());
        assertThat(advantages(batch)).containsExactly(0.6, 0.6, -0.4, -0.4, -0.4);
        assertThat(batch.counts()).isEqualTo(new GrpoBatch.Counts(1, 0, 8, 3, 0));
        assertThat(batch.decisions()).as("those left untrained are not counted").isEqualTo(5);
    }

    private static Rollout rollout(String name, double reward, int turns) {
        List<Trajectory> all = new ArrayList<>();
        for (int turn = 1; turn <= turns; turn++) {
            Trajectory one = one("a", turn, reward, Ending.FINISHED);
            all.add(new Trajectory(name + "/" + turn, "a", one.prompt(), one.response(), one.decisions(), reward, one.ending(), 1, "v1"));
        }
        return new Rollout(all);
    }

    @Test
    void a_rollout_of_several_turns_counts_once_and_each_turn_has_its_advantage() {
        GrpoBatch batch = GrpoBatch.ofRollouts(
                List.of(List.of(rollout("r1", 1, 3), rollout("r2", 0, 1), rollout("r3", 0, 2), rollout("r4", 0, 1))),
                GrpoSettings.standard());
        assertThat(batch.groups()).as("first turns share their prompt, each later one stands alone").hasSize(4);
        assertThat(batch.groups().stream().flatMap(List::stream).map(m -> m.trajectory().id() + " " + m.advantage()))
                .containsExactly("r1/1 0.75", "r2/1 -0.25", "r3/1 -0.25", "r4/1 -0.25", "r1/2 0.75", "r1/3 0.75", "r3/2 -0.25");
        assertThat(batch.decisions()).isEqualTo(7);
        assertThat(batch.counts().trajectories()).isEqualTo(4);
    }

    @Test
    void turns_that_differ_in_reward_are_no_rollout() {
        assertThatThrownBy(() -> new Rollout(List.of(one("a", 1, 1, Ending.FINISHED), one("a", 2, 0, Ending.FINISHED))))
                .isInstanceOf(MaestroException.class).hasMessageContaining("differs");
    }

    @Test
    void a_group_with_fewer_than_half_valid_is_put_back() {
        GrpoBatch batch = GrpoBatch.of(List.of(group("a", 5, 1, 0, 0), group("b", 4, 1, 0, 0, 0)), GrpoSettings.standard());
        assertThat(batch.putBack()).containsExactly("a");
        assertThat(batch.groups()).hasSize(1);
        assertThat(batch.counts().infrastructure()).isEqualTo(9);
    }

    @Test
    void groups_without_a_difference_are_counted_and_never_fatal() {
        GrpoBatch batch = GrpoBatch.of(List.of(group("a", 0, 1, 1, 1, 1), group("b", 0, 0, 0, 0, 0)), GrpoSettings.standard());
        assertThat(batch.isEmpty()).isTrue();
        assertThat(batch.counts().equalShare()).isEqualTo(1);
        assertThat(batch.decisions()).isZero();
    }

    @Test
    void the_reference_computes_groups_without_a_difference_too() {
        GrpoBatch batch = GrpoBatch.of(List.of(group("a", 0, 1, 1)), GrpoSettings.reference());
        assertThat(advantages(batch)).containsExactly(0.0, 0.0);
    }

    @Test
    void what_was_cut_off_stays_in_the_baseline_and_leaves_the_loss() {
        List<Trajectory> group = new ArrayList<>(group("a", 0, 1, 1, 1));
        group.add(one("a", 1, -1, Ending.OUT_OF_TOKENS));
        GrpoBatch batch = GrpoBatch.of(List.of(group), GrpoSettings.standard());
        assertThat(advantages(batch)).containsExactly(0.5, 0.5, 0.5);
        assertThat(batch.counts().masked()).isEqualTo(1);
        assertThat(advantages(GrpoBatch.of(List.of(group), GrpoSettings.reference()))).hasSize(4);
    }

    @Test
    void trajectories_of_several_prompts_are_no_group() {
        List<Trajectory> mixed = List.of(one("a", 1, 1, Ending.FINISHED), one("a", 2, 0, Ending.FINISHED));
        assertThatThrownBy(() -> GrpoBatch.of(List.of(mixed), GrpoSettings.standard()))
                .isInstanceOfSatisfying(MaestroException.class, e -> assertThat(e.code()).isEqualTo(TrainingErrors.GROUP_INVALID));
    }
}

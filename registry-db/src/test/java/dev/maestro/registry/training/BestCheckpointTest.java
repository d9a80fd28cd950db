package dev.maestro.registry.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.Json;
import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BestCheckpointTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    private final List<Step> steps = new ArrayList<>();

    private void stage(String name, int count, LongToDoubleFunction reward) {
        for (int i = 0; i < count; i++) {
            long step = steps.size() + 1L;
            steps.add(new Step("run", step, name, Json.tree("{\"reward\": " + reward.applyAsDouble(step) + "}"), Instant.EPOCH));
        }
    }

    private void reading(int count) {
        for (int i = 0; i < count; i++) {
            steps.add(new Step("run", steps.size() + 1L, "reading", Json.tree("{\"right\": 0.5}"), Instant.EPOCH));
        }
    }

    private static Checkpoint checkpoint(long step) {
        return new Checkpoint("run", step, "a".repeat(64), "/models/" + step, 1, Instant.EPOCH);
    }

    private BestCheckpoint best(long... at) {
        List<Checkpoint> all = new ArrayList<>();
        for (long step : at) {
            all.add(checkpoint(step));
        }
        return BestCheckpoint.of(steps, all.reversed()).orElseThrow();
    }

    @Test
    void the_checkpoint_with_the_highest_mean_reward_up_to_it_is_best_however_the_run_ended() {
        stage("learning", 40, step -> step <= 20 ? step / 20.0 : 1 - (step - 20) / 20.0);

        BestCheckpoint best = best(10, 20, 30, 40);

        assertThat(best.checkpoint().step()).isEqualTo(20);
        assertThat(best.reward()).hasValueCloseTo(15.5 / 20, EXACT);
        assertThat(best.steps()).isEqualTo(BestCheckpoint.WINDOW);
    }

    @Test
    void one_lucky_step_does_not_make_a_checkpoint_best() {
        stage("learning", 40, step -> step == 20 ? 1 : 0.01 * step);

        assertThat(best(20, 40).checkpoint().step()).isEqualTo(40);
    }

    @Test
    void rewards_of_an_earlier_stage_do_not_count_although_they_are_higher() {
        stage("free", 20, _ -> 0.9);
        stage("tight", 20, step -> 0.001 * step);

        BestCheckpoint best = best(20, 30, 40);

        assertThat(best.checkpoint().step()).isEqualTo(40);
        assertThat(best.stage()).isEqualTo("tight");
    }

    @Test
    void steps_of_an_earlier_stage_are_not_part_of_a_mean() {
        stage("free", 20, _ -> 0.9);
        stage("tight", 3, _ -> 0.1);

        BestCheckpoint best = best(23);

        assertThat(best.reward()).hasValueCloseTo(0.1, EXACT);
        assertThat(best.steps()).isEqualTo(3);
    }

    @Test
    void a_stage_that_collapsed_before_its_first_checkpoint_leaves_the_best_of_the_stage_before() {
        stage("free", 20, step -> 0.01 * step);
        stage("tight", 5, _ -> -1);

        assertThat(best(10, 20).checkpoint().step()).isEqualTo(20);
    }

    @Test
    void where_steps_were_evaluated_that_counts_and_not_the_reward() {
        stage("learning", 30, step -> 0.01 * step);
        for (long step : new long[]{10, 20}) {
            double accuracy = step == 10 ? 0.7 : 0.6;
            steps.set((int) step - 1, new Step("run", step, "learning",
                    Json.tree("{\"reward\": 0.5, \"validation_accuracy\": " + accuracy + "}"), Instant.EPOCH));
        }

        BestCheckpoint best = best(10, 20, 30);

        assertThat(best.checkpoint().step()).isEqualTo(10);
        assertThat(best.words()).startsWith("step 10, validation accuracy 0.700, mean reward ");
    }

    @Test
    void without_any_reward_the_newest_is_best() {
        reading(20);

        BestCheckpoint best = best(10, 20);

        assertThat(best.checkpoint().step()).isEqualTo(20);
        assertThat(best.reward()).isEmpty();
    }

    @Test
    void a_run_without_checkpoints_has_no_best_one() {
        assertThat(BestCheckpoint.of(steps, List.of())).isEmpty();
    }
}

package dev.maestro.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PolicyLossTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);
    private static final double OLD = Math.log(0.1);

    private static double loss(double probability, double advantage, GrpoSettings settings) {
        return PolicyLoss.of(Math.log(probability), OLD, advantage, settings);
    }

    @Test
    void a_ratio_of_one_leaves_the_advantage() {
        assertThat(loss(0.1, 0.7, GrpoSettings.standard())).isEqualTo(-0.7, EXACT);
    }

    @Test
    void what_did_well_is_not_pushed_beyond_the_upper_clip() {
        assertThat(loss(0.125, 1, GrpoSettings.standard())).isEqualTo(-1.25, EXACT);
        assertThat(loss(0.2, 1, GrpoSettings.standard())).isEqualTo(-1.28, EXACT);
        assertThat(loss(0.2, 1, GrpoSettings.reference())).isEqualTo(-1.2, EXACT);
        assertThat(loss(0.05, 1, GrpoSettings.standard())).as("not cut below").isEqualTo(-0.5, EXACT);
    }

    @Test
    void what_did_badly_is_not_pushed_beyond_the_lower_clip() {
        assertThat(loss(0.05, -1, GrpoSettings.standard())).isEqualTo(0.8, EXACT);
        assertThat(loss(0.2, -1, GrpoSettings.standard())).as("not cut above").isEqualTo(2, EXACT);
    }

    @Test
    void the_dual_clip_bounds_a_loss_whose_ratio_ran_away() {
        assertThat(loss(0.9, -0.5, GrpoSettings.reference())).as("a ratio of 9 would give 4.5").isEqualTo(1.5, EXACT);
        assertThat(loss(0.9, -0.5, GrpoSettings.standard())).isEqualTo(4.5, EXACT);
    }

    @Test
    void a_log_ratio_is_cut_before_it_is_raised() {
        assertThat(PolicyLoss.of(-1, -100, -1, GrpoSettings.standard())).isEqualTo(Math.exp(20), Offset.offset(1e-3));
    }

    @Test
    void the_divergence_is_schulmans_third_estimate() {
        assertThat(PolicyLoss.kl(-1, -1)).isEqualTo(0, EXACT);
        assertThat(PolicyLoss.kl(-2, -1)).isEqualTo(Math.E - 2, EXACT);
        assertThat(PolicyLoss.kl(-1, -2)).isEqualTo(1 / Math.E, EXACT);
        assertThat(PolicyLoss.kl(-9, -1)).isEqualTo(10, EXACT);
    }

    @Test
    void importance_weights_are_truncated_above_only() {
        assertThat(PolicyLoss.importance(Math.log(0.2), Math.log(0.1), 0, 1.5)).isEqualTo(1.5, EXACT);
        assertThat(PolicyLoss.importance(Math.log(0.05), Math.log(0.1), 0, 1.5)).isEqualTo(0.5, EXACT);
        assertThat(PolicyLoss.importance(Math.log(0.001), Math.log(0.1), 0.25, 1.5)).isEqualTo(0.25, EXACT);
    }
}

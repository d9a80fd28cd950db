package dev.maestro.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AdvantagesTest {
    private static final Offset<Double> EXACT = Offset.offset(1e-12);

    @Test
    void the_standard_is_reward_less_mean() {
        assertThat(Advantages.of(new double[]{1, 0, 0, 1, 1}, GrpoSettings.standard())).containsExactly(
                new double[]{0.4, -0.6, -0.6, 0.4, 0.4},
                EXACT);
    }

    @Test
    void the_reference_divides_by_the_unbiased_deviation_and_a_millionth() {
        // mean 0.25, squares 0.5625 + 3 x 0.0625 = 0.75, over 3: deviation 0.5
        double[] expected = {0.75 / 0.500001, -0.25 / 0.500001, -0.25 / 0.500001, -0.25 / 0.500001};
        assertThat(Advantages.of(new double[]{1, 0, 0, 0}, GrpoSettings.reference())).containsExactly(expected, EXACT);
    }

    @Test
    void a_group_of_one_has_mean_0_and_deviation_1_in_the_reference() {
        assertThat(Advantages.of(new double[]{-1}, GrpoSettings.reference())).containsExactly(new double[]{-1 / 1.000001}, EXACT);
        assertThat(Advantages.of(new double[]{-1}, GrpoSettings.standard())).containsExactly(new double[]{0}, EXACT);
    }

    @Test
    void equal_rewards_give_no_advantage_in_either() {
        assertThat(Advantages.of(new double[]{1, 1, 1}, GrpoSettings.reference())).containsExactly(0, 0, 0);
        assertThat(Advantages.of(new double[]{1, 1, 1}, GrpoSettings.standard())).containsExactly(0, 0, 0);
    }
}

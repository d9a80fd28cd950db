package dev.maestro.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.training.grpo.CollapseAlarm.Sign;
import dev.maestro.training.record.DecisionKind;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CollapseAlarmTest {
    private static final CollapseSettings SETTINGS = new CollapseSettings(3, 0.5, 0.2, 0.05, 0.6, 0.9, 0.01);

    private final CollapseAlarm alarm = new CollapseAlarm(SETTINGS, CollapseAlarm.State.start());

    private static CollapseAlarm.Step step(long number, double reward, double entropy, double share, double equal) {
        return new CollapseAlarm.Step(number, reward, Map.of(DecisionKind.EXPERT, entropy), share, equal, 0.001, 1);
    }

    private static CollapseAlarm.Step healthy(long number, double reward) {
        return step(number, reward, 0.5, 0.3, 0.2);
    }

    @Test
    void a_run_that_improves_goes_on() {
        for (int i = 1; i < 50; i++) {
            assertThat(alarm.after(healthy(i, i / 50.0))).isEmpty();
        }
        assertThat(alarm.state().bestStep()).isEqualTo(49);
    }

    @Test
    void a_fall_of_the_mean_reward_that_lasts_stops_at_the_best_step() {
        alarm.after(healthy(1, 0.4));
        alarm.after(healthy(2, 0.8)); // mean 0.6, the best
        assertThat(alarm.after(healthy(3, 0))).isEmpty(); // 0.3
        assertThat(alarm.after(healthy(4, 0))).isEmpty(); // 0.15
        Optional<CollapseAlarm.Collapse> collapse = alarm.after(healthy(5, 0));
        assertThat(collapse).hasValueSatisfying(c -> {
            assertThat(c.sign()).isEqualTo(Sign.REWARD);
            assertThat(c.bestStep()).isEqualTo(2);
            assertThat(c.sentence()).isEqualTo("The mean reward is 0.075, at step 2 it was 0.600, for 3 steps.");
        });
    }

    @Test
    void a_sign_that_goes_away_begins_anew() {
        for (int i = 1; i < 30; i++) {
            assertThat(alarm.after(step(i, 0.5, i % 3 == 0 ? 0.5 : 0.01, 0.3, 0.2))).as("step " + i).isEmpty();
        }
    }

    @Test
    void one_expert_called_by_all_is_a_sign_and_so_are_decisions_without_chance_and_groups_without_difference() {
        assertThat(last(step(1, 0.5, 0.5, 0.7, 0.2))).isEqualTo(Sign.SHARE);
        assertThat(last(step(1, 0.5, 0.01, 0.3, 0.2))).isEqualTo(Sign.ENTROPY);
        assertThat(last(step(1, 0.5, 0.5, 0.3, 0.95))).isEqualTo(Sign.EQUAL_GROUPS);
    }

    private static Sign last(CollapseAlarm.Step step) {
        CollapseAlarm fresh = new CollapseAlarm(SETTINGS, CollapseAlarm.State.start());
        assertThat(fresh.after(step)).isEmpty();
        assertThat(fresh.after(step)).isEmpty();
        return fresh.after(step).orElseThrow().sign();
    }

    @Test
    void what_no_further_step_can_mend_stops_at_once() {
        var gap = new CollapseAlarm.Step(1, 0.5, Map.of(), 0.3, 0.2, 0.02, 1);
        assertThat(alarm.after(gap)).hasValueSatisfying(c -> assertThat(c.sign()).isEqualTo(Sign.GAP));
        var infinite = new CollapseAlarm.Step(1, 0.5, Map.of(), 0.3, 0.2, 0.001, Double.NaN);
        assertThat(alarm.after(infinite)).hasValueSatisfying(c -> assertThat(c.sign()).isEqualTo(Sign.NOT_FINITE));
    }

    @Test
    void an_alarm_that_is_taken_up_again_knows_how_long_a_sign_has_been_there() {
        alarm.after(step(1, 0.5, 0.01, 0.3, 0.2));
        alarm.after(step(2, 0.5, 0.01, 0.3, 0.2));
        assertThat(new CollapseAlarm(SETTINGS, alarm.state()).after(step(3, 0.5, 0.01, 0.3, 0.2))).isPresent();
    }
}

package dev.maestro.training.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TrajectoryTest {
    private static Decision decision(int position, int chosen, int... allowed) {
        return new Decision(position, allowed, chosen, -0.5, DecisionKind.EXPERT, true);
    }

    private static Trajectory trajectory(double reward, double temperature, Decision... decisions) {
        return new Trajectory("t", "g", new int[]{1, 2}, new int[]{5, 6, 7}, List.of(decisions), reward, Ending.FINISHED, temperature,
                "v1");
    }

    private static void refused(TrainingErrors code, String part, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(MaestroException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(part);
    }

    @Test
    void a_record_keeps_its_ids_whatever_happens_to_the_arrays_it_was_made_from() {
        int[] response = {5, 6, 7};
        Trajectory made = new Trajectory("t", "g", new int[]{1}, response, List.of(decision(1, 6, 4, 6)), 1, Ending.FINISHED, 1, "v1");
        response[1] = 9;
        made.response()[1] = 9;
        made.decisions().getFirst().allowed()[0] = 9;
        assertThat(made.response()).containsExactly(5, 6, 7);
        assertThat(made.decisions().getFirst().allowed()).containsExactly(4, 6);
    }

    @Test
    void what_was_drawn_stands_at_its_position_of_the_response() {
        refused(TrainingErrors.TRAJECTORY_INVALID, "has 6", () -> trajectory(0, 1, decision(1, 7, 6, 7)));
        refused(TrainingErrors.TRAJECTORY_INVALID, "has ended", () -> trajectory(0, 1, decision(3, 7, 6, 7)));
        refused(TrainingErrors.TRAJECTORY_INVALID, "do not rise", () -> trajectory(0, 1, decision(2, 7), decision(1, 6)));
    }

    @Test
    void what_was_drawn_was_allowed() {
        refused(TrainingErrors.DECISION_INVALID, "not among the 2", () -> decision(0, 5, 6, 7));
        refused(TrainingErrors.DECISION_INVALID, "A forced id is no decision", () -> decision(0, 5, 5));
        refused(TrainingErrors.DECISION_INVALID, "do not ascend", () -> decision(0, 5, 5, 5));
        refused(TrainingErrors.DECISION_INVALID, "at most 0", () -> new Decision(0, new int[0], 5, 0.1, DecisionKind.TEXT, true));
        refused(TrainingErrors.DECISION_INVALID, "NaN", () -> new Decision(0, new int[0], 5, Double.NaN, DecisionKind.TEXT, true));
    }

    @Test
    void rewards_and_temperatures_are_numbers_that_can_be_computed_with() {
        refused(TrainingErrors.TRAJECTORY_INVALID, "NaN", () -> trajectory(Double.NaN, 1));
        refused(TrainingErrors.TRAJECTORY_INVALID, "temperature is 0.0", () -> trajectory(1, 0));
    }

    @Test
    void only_decisions_that_are_trained_are_counted() {
        assertThat(trajectory(1, 1, decision(0, 5), decision(1, 6).trained(false), decision(2, 7)).trainedDecisions()).isEqualTo(2);
    }
}

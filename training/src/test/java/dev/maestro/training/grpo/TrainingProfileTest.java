package dev.maestro.training.grpo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.training.grpo.GrpoSettings.Mean;
import dev.maestro.training.grpo.GrpoSettings.Old;
import dev.maestro.training.record.DecisionKind;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TrainingProfileTest {
    @Test
    void the_reference_profile_is_the_published_launch_script() {
        TrainingProfile reference = TrainingProfile.named("reference");
        assertThat(reference.rollout()).isEqualTo(new RolloutSettings(1, 1.0, 1.0, 0, 4, 12_288, 4_096, 8_192, 1_024));
        assertThat(reference.grpo()).isEqualTo(new GrpoSettings(8, 1, true, 1e-6, Mean.MICRO_BATCH, 0.2, 0.2, OptionalDouble.of(3), 0,
                false, false, Old.CURRENT, OptionalDouble.empty(), 0));
        assertThat(reference.optimiser()).isEqualTo(new OptimiserSettings(1e-6, 0, 0.9, 0.999, 1e-8, 0.01, 1));
        assertThat(reference.entropy().targets()).isEmpty();
        assertThat(reference.schedule()).isEqualTo(new ScheduleSettings(380, 100, 20, 8, 20, OptionalInt.empty(), 1));
        assertThat(reference.grpo().needsReferenceModel()).isFalse();
    }

    @Test
    void a_profile_that_is_not_there_is_refused_with_those_that_are() {
        assertThatThrownBy(() -> TrainingProfile.named("Reference")).hasMessageStartingWith("TRAINING_PROFILE_UNKNOWN: ")
                .hasMessageContaining("reference, standard");
    }

    @Test
    void settings_outside_their_range_are_refused_with_the_range() {
        assertThatThrownBy(() -> GrpoSettings.standard().groupsOf(1)).hasMessageContaining("group size 1. Valid: 2 to 4096.");
        assertThatThrownBy(() -> OptimiserSettings.standard().at(Double.NaN)).hasMessageContaining("learning rate NaN");
        assertThatThrownBy(() -> GrpoSettings.standard().withKl(-1)).hasMessageContaining("KL coefficient -1.0");
    }

    @Test
    void the_learning_rate_rises_evenly_to_its_value() {
        OptimiserSettings settings = OptimiserSettings.standard().at(0.02).warmingUp(4);
        assertThat(settings.rateAt(1)).isEqualTo(0.005, Offset.offset(1e-12));
        assertThat(settings.rateAt(4)).isEqualTo(0.02);
        assertThat(settings.rateAt(400)).isEqualTo(0.02);
        assertThat(settings.warmingUp(0).rateAt(1)).isEqualTo(0.02);
    }

    @Test
    void an_entropy_coefficient_follows_its_target_within_its_bounds() {
        EntropySettings settings = new EntropySettings(Map.of(DecisionKind.EXPERT, new EntropySettings.Target(0.6, 0.1, 0.05, 0.02)));
        EntropyCoefficients start = EntropyCoefficients.start(settings);
        EntropyCoefficients more = start.after(Map.of(DecisionKind.EXPERT, 0.5, DecisionKind.SKILL, 0.0));
        assertThat(more.of(DecisionKind.EXPERT)).isEqualTo(0.03, Offset.offset(1e-12));
        assertThat(more.of(DecisionKind.SKILL)).isZero();
        assertThat(more.after(Map.of(DecisionKind.EXPERT, 0.0)).of(DecisionKind.EXPERT)).isEqualTo(0.05);
        assertThat(more.after(Map.of(DecisionKind.EXPERT, 2.0)).of(DecisionKind.EXPERT)).isZero();
        assertThat(more.after(Map.of())).as("a step without such a decision moves nothing").isEqualTo(more);
    }
}

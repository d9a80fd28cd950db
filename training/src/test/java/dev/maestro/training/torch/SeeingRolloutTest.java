package dev.maestro.training.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.rollout.Branch;
import dev.maestro.training.rollout.DrawSettings;
import dev.maestro.training.rollout.GroupSampler;
import dev.maestro.training.rollout.RolloutGroup;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Prompts with pictures are drawn from and learned from by the same numbers. */
@Timeout(120)
class SeeingRolloutTest {
    /** So many ids, each among four. */
    private static final class Four implements Branch {
        private int left;
        private double reward;

        Four(int length) {
            left = length;
        }

        @Override
        public int[] forced() {
            return left == 2 ? new int[]{9, 10} : new int[0];
        }

        @Override
        public boolean isDone() {
            return left == 0;
        }

        @Override
        public int[] allowed() {
            return new int[]{3, 5, 20, 31};
        }

        @Override
        public DecisionKind kind() {
            return DecisionKind.EXPERT;
        }

        @Override
        public void accept(int id) {
            left--;
            reward += id == 5 ? 1 : 0;
        }

        @Override
        public double reward() {
            return reward;
        }
    }

    @Test
    void log_probabilities_of_what_was_drawn_are_the_trainers_before_and_after_a_step() {
        ParityReference reference = ParityReference.of("sees");
        List<Scored> prompts = reference.policy();
        PromptImages images = group -> prompts.get(Integer.parseInt(group)).images();
        try (QwenTrainer trainer = QwenTrainer.open(reference.folder(), TrainerSettings.standard());
                GroupSampler sampler = GroupSampler.over(trainer.weights())) {
            EntropyCoefficients none = EntropyCoefficients.start(EntropySettings.none());
            for (int step = 0; step < 3; step++) {
                List<RolloutGroup> groups = IntStream.range(0, prompts.size()).mapToObj(g -> new RolloutGroup("" + g, g,
                        prompts.get(g).prompt(), prompts.get(g).images(), IntStream.range(0, 5).mapToObj(i -> new Four(1 + i)).toList()))
                        .toList();
                List<List<Trajectory>> drawn = sampler.sample(groups, DrawSettings.sampled(1, step, "v", 50));
                float[] before = trainer.weights().values("model.visual.patch_embed.proj.weight");
                UpdateResult result = trainer.step(GrpoBatch.of(drawn, GrpoSettings.standard().groupsOf(5).keepingEqual()), images, none,
                        OptimiserSettings.standard());
                assertThat(result.gap()).isLessThan(1e-4);
                assertThat(trainer.weights().values("model.visual.patch_embed.proj.weight")).as("the tower learns").isNotEqualTo(before);
            }
        }
    }
}

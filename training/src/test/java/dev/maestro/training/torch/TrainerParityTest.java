package dev.maestro.training.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.training.torch.QwenTrainer.Pass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against PyTorch's own optimiser over the public library's model, which computes every trajectory alone and in full. States the
 * tolerances: 1e-5 for losses, gradients and weights after ten steps. Layers computed again and micro-batches must not show.
 */
class TrainerParityTest {
    private static final double TOLERANCE = 1e-5;
    private static final int STEPS = 10;

    private static TrainerSettings settings(boolean recompute, int microBatchTokens) {
        return TrainerSettings.standard().recomputing(recompute).inMicroBatchesOf(microBatchTokens);
    }

    private static void near(Map<String, float[]> computed, Map<String, float[]> expected, String what) {
        assertThat(computed.keySet()).as(what).containsExactlyInAnyOrderElementsOf(expected.keySet());
        expected.forEach((name, values) -> {
            float[] ours = computed.get(name);
            double worst = 0;
            for (int i = 0; i < values.length; i++) {
                worst = Math.max(worst, Math.abs(ours[i] - values[i]));
            }
            assertThat(worst).as(what + " of " + name).isLessThan(TOLERANCE);
        });
    }

    private static List<Scored> batch(ParityReference reference, String kind) {
        return kind.equals("supervised") ? reference.supervised() : reference.policy();
    }

    private static int mode(String kind) {
        return kind.equals("supervised") ? QwenTrainer.SUPERVISED : QwenTrainer.AGAINST_OLD;
    }

    @ParameterizedTest
    @CsvSource({"text-tied,supervised,false,100000", "text-tied,policy,false,100000", "text-untied-biased,supervised,false,100000",
        "text-untied-biased,policy,false,100000", "text-tied,policy,true,100000", "text-untied-biased,policy,true,30",
        "text-untied-biased,supervised,true,100000", "text-tied,supervised,false,1", "text-tied,policy,false,1"})
    void losses_gradients_and_ten_steps_of_weights_are_pytorchs(String name, String kind, boolean recompute, int microBatchTokens) {
        ParityReference reference = ParityReference.of(name);
        try (QwenTrainer trainer = QwenTrainer.open(reference.folder(), settings(recompute, microBatchTokens))) {
            List<List<Scored>> micro = GrpoPlaces.microBatches(batch(reference, kind), microBatchTokens);
            near(trainer.gradients(micro, mode(kind), reference.options()), reference.tensors(kind + ".gradient."), "gradient");
            double[] losses = reference.numbers(kind, "losses");
            double[] norms = reference.numbers(kind, "norms");
            for (int step = 0; step < STEPS; step++) {
                Pass pass = trainer.learn(micro, mode(kind), reference.options(), reference.optimiser());
                assertThat(pass.parts()[0]).as("loss of step " + step).isEqualTo(losses[step], Offset.offset(TOLERANCE));
                assertThat(pass.norm()).as("norm of step " + step).isEqualTo(norms[step], Offset.offset(10 * TOLERANCE));
            }
            Map<String, float[]> expected = reference.tensors(kind + ".weight.");
            Map<String, float[]> weights = new HashMap<>();
            expected.keySet().forEach(weight -> weights.put(weight, trainer.weights().values(weight)));
            near(weights, expected, "weight after ten steps");
            assertThat(trainer.steps()).isEqualTo(STEPS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text-tied", "text-untied-biased"})
    void log_probabilities_and_entropies_of_decisions_are_the_librarys(String name) {
        ParityReference reference = ParityReference.of(name);
        try (QwenWeights weights = QwenWeights.open(reference.folder(), settings(false, 1))) {
            PackedBatch batch = new PackedBatch(reference.policy(), 64, 256);
            double[] said = weights.evaluate(batch);
            double[] scores = new double[batch.places()];
            double[] entropies = new double[batch.places()];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = said[batch.packed[i]];
                entropies[i] = said[scores.length + batch.packed[i]];
            }
            assertThat(scores).containsExactly(reference.ofDecisions("log_probability"), Offset.offset(TOLERANCE));
            assertThat(entropies).containsExactly(reference.ofDecisions("entropy"), Offset.offset(TOLERANCE));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"supervised", "policy"})
    void into_how_many_micro_batches_a_batch_is_cut_changes_nothing(String kind) {
        ParityReference reference = ParityReference.of("text-tied");
        List<Map<String, float[]>> all = new ArrayList<>();
        for (int tokens : new int[]{100_000, 40, 1}) {
            try (QwenTrainer trainer = QwenTrainer.open(reference.folder(), settings(false, tokens))) {
                all.add(trainer.gradients(GrpoPlaces.microBatches(batch(reference, kind), tokens), mode(kind), reference.options()));
            }
        }
        assertThat(GrpoPlaces.microBatches(batch(reference, kind), 1)).hasSize(3);
        all.forEach(other -> all.getFirst().forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                assertThat(other.get(name)[i]).as(name).isEqualTo(values[i], Offset.offset(2e-6f));
            }
        }));
    }
}

package dev.maestro.training.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.inference.checkpoint.Checkpoint;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.WeightPlan;
import dev.maestro.inference.engine.DecoderModel.Logits;
import dev.maestro.inference.engine.DecoderModel.Sequence;
import dev.maestro.inference.engine.PromptSpan;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.GrpoSettings.Mean;
import dev.maestro.training.grpo.GrpoSettings.Old;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.grpo.PolicyLoss;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.Trajectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class QwenTrainerTest {
    private static final ModelConfig MODEL = SmallModels.text(48, 16, 2, 4, 2);
    private static final OptimiserSettings OPTIMISER = OptimiserSettings.standard().at(3e-3).warmingUp(0);
    private static final EntropyCoefficients ENTROPY = EntropyCoefficients.start(EntropySettings.standard());

    private static QwenTrainer trainer(long seed) {
        return QwenTrainer.random(MODEL, RandomStart.PLAIN, seed, TrainerSettings.standard());
    }

    private static SftBatch demonstrations(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SftBatch.Prompt> prompts = new ArrayList<>();
        for (int p = 0; p < 4; p++) {
            int[] prompt = random.ints(3 + p, 0, 48).toArray();
            List<SftBatch.Response> responses = new ArrayList<>();
            for (int r = 0; r < 3; r++) {
                int[] ids = random.ints(r + 2, 0, 48).toArray();
                responses.add(new SftBatch.Response(ids,
                        List.of(Target.token(0, ids[0]), new Target(1, new int[]{2, 5, 9, 11}, new int[]{5, 11}, 0.5),
                                new Target(ids.length, new int[]{1, 7, 8}, new int[]{7}, 2))));
            }
            prompts.add(new SftBatch.Prompt(prompt, responses));
        }
        return new SftBatch(prompts);
    }

    /** Trajectories whose recorded log-probabilities are the trainer's own. */
    private static List<List<Trajectory>> groups(QwenTrainer trainer, long seed, double off) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Trajectory> all = new ArrayList<>();
        for (int g = 0; g < 3; g++) {
            int[] prompt = random.ints(4 + g, 0, 48).toArray();
            for (int i = 0; i < 4; i++) {
                int[] response = random.ints(3 + i, 0, 48).toArray();
                int[] allowed = IntStream.of(response[1], (response[1] + 5) % 48, (response[1] + 9) % 48).sorted().toArray();
                all.add(new Trajectory("t" + g + i, "g" + g, prompt, response, List.of(
                        new Decision(1, allowed, response[1], 0, DecisionKind.EXPERT, true),
                        new Decision(2, new int[0], response[2], 0, DecisionKind.TEXT, true)), i % 2, Ending.FINISHED, 1, "v"));
            }
        }
        List<double[]> scores = trainer.logProbabilities(all);
        List<List<Trajectory>> groups = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Trajectory t = all.get(i);
            double[] own = scores.get(i);
            List<Decision> decisions = IntStream.range(0, own.length).mapToObj(d -> new Decision(t.decisions().get(d).position(),
                    t.decisions().get(d).allowed(), t.decisions().get(d).chosen(), Math.min(0, own[d] + off), t.decisions().get(d).kind(),
                    true))
                    .toList();
            if (i % 4 == 0) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(new Trajectory(t.id(), t.group(), t.prompt(), t.response(), decisions, t.reward(), t.ending(), 1, "v"));
        }
        return groups;
    }

    private static List<float[]> weights(QwenTrainer trainer) {
        return WeightPlan.of(MODEL).text().stream().map(need -> trainer.weights().values(need.name())).toList();
    }

    private static void same(QwenTrainer one, QwenTrainer other) {
        List<float[]> first = weights(one);
        List<float[]> second = weights(other);
        for (int i = 0; i < first.size(); i++) {
            assertThat(first.get(i)).isEqualTo(second.get(i));
        }
    }

    @Test
    void demonstrations_are_learned() {
        try (QwenTrainer trainer = trainer(1)) {
            SftBatch batch = demonstrations(1);
            UpdateResult first = trainer.step(batch, OPTIMISER);
            UpdateResult last = first;
            for (int i = 0; i < 60; i++) {
                last = trainer.step(batch, OPTIMISER);
            }
            assertThat(last.loss()).isLessThan(first.loss() / 2);
            assertThat(last.right()).isGreaterThan(first.right());
            assertThat(last.step()).isEqualTo(61);
        }
    }

    @Test
    void a_trainer_that_is_taken_up_again_goes_on_bit_for_bit(@TempDir Path folder) {
        try (QwenTrainer whole = trainer(2); QwenTrainer broken = trainer(2); QwenTrainer resumed = trainer(77)) {
            for (int i = 0; i < 6; i++) {
                whole.step(demonstrations(i), OPTIMISER.warmingUp(10));
            }
            for (int i = 0; i < 3; i++) {
                broken.step(demonstrations(i), OPTIMISER.warmingUp(10));
            }
            broken.saveState(folder.resolve("state"));
            resumed.loadState(folder.resolve("state"));
            assertThat(resumed.steps()).isEqualTo(3);
            for (int i = 3; i < 6; i++) {
                resumed.step(demonstrations(i), OPTIMISER.warmingUp(10));
            }
            same(whole, resumed);
            GrpoBatch batch = GrpoBatch.of(groups(whole, 3, 0), GrpoSettings.standard());
            assertThat(resumed.step(batch, ENTROPY, OPTIMISER)).isEqualTo(whole.step(batch, ENTROPY, OPTIMISER));
            same(whole, resumed);
        }
    }

    @Test
    void a_state_of_another_model_is_refused_and_changes_nothing(@TempDir Path folder) {
        ModelConfig wider = SmallModels.text(48, 32, 2, 4, 2);
        try (QwenTrainer other = QwenTrainer.random(wider, RandomStart.PLAIN, 1, TrainerSettings.standard());
                QwenTrainer trainer = trainer(3);
                QwenTrainer untouched = trainer(3)) {
            other.saveState(folder.resolve("state"));
            assertThatThrownBy(() -> trainer.loadState(folder.resolve("state"))).hasMessageStartingWith("TRAINING_STATE_INVALID: ");
            same(trainer, untouched);
            assertThatThrownBy(() -> trainer.loadState(folder)).hasMessageStartingWith("TRAINING_STATE_INVALID: ");
        }
    }

    @Test
    void what_is_saved_is_what_an_engine_computes_with(@TempDir Path folder) throws IOException {
        Path saved = folder.resolve("checkpoint");
        try (QwenTrainer trainer = trainer(4)) {
            trainer.step(demonstrations(4), OPTIMISER);
            SavedFolder written = trainer.save(saved);
            assertThat(SavedFolder.digest(saved)).isEqualTo(written.digest());
            assertThat(ModelConfig.read(saved).text()).isEqualTo(MODEL.text());
            try (Checkpoint checkpoint = Checkpoint.open(saved)) {
                WeightPlan.of(MODEL).check(checkpoint);
                assertThat(checkpoint.tensors()).hasSize(2 + 2 * 11);
            }
            try (QwenTrainer read = QwenTrainer.open(saved, TrainerSettings.standard())) {
                same(trainer, read);
                assertThat(read.save(folder.resolve("again")).digest()).as("written again, the same").isEqualTo(written.digest());
            }
            List<Trajectory> all = groups(trainer, 5, 0).stream().flatMap(List::stream).toList();
            List<double[]> computed = trainer.logProbabilities(all);
            try (QwenModel model = QwenModel.load(saved, LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(256))) {
                for (int i = 0; i < all.size(); i++) {
                    assertThat(engine(model, all.get(i))).containsExactly(computed.get(i), Offset.offset(1e-5));
                }
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).as("nothing lies aside").containsExactlyInAnyOrder("checkpoint",
                    "again");
        }
    }

    /** Log-probabilities of decisions as the serving model scores them. */
    private static double[] engine(QwenModel model, Trajectory t) {
        int[] prompt = t.prompt();
        int[] ids = Arrays.copyOf(prompt, prompt.length + t.response().length);
        System.arraycopy(t.response(), 0, ids, prompt.length, t.response().length);
        int[] counted = IntStream.range(0, ids.length).toArray();
        try (Sequence sequence = model.open(ids.length);
                Logits logits = model.prefillAll(sequence, new PromptSpan(ids, new int[][]{counted, counted, counted}, List.of()))) {
            return t.decisions().stream().mapToDouble(d -> {
                float[] row = logits.row(prompt.length + d.position() - 1);
                int[] allowed = d.isFree() ? IntStream.range(0, row.length).toArray() : d.allowed();
                return row[d.chosen()] - Math.log(IntStream.of(allowed).mapToDouble(id -> Math.exp(row[id])).sum());
            }).toArray();
        }
    }

    @Test
    void a_folder_that_is_there_is_not_written_over(@TempDir Path folder) {
        try (QwenTrainer trainer = trainer(5)) {
            assertThatThrownBy(() -> trainer.save(folder)).hasMessageStartingWith("TRAINING_WRITE_FAILED: ");
        }
    }

    @Test
    void a_step_on_what_was_just_drawn_has_no_gap_and_says_what_each_kind_left_to_chance() {
        try (QwenTrainer trainer = trainer(6)) {
            UpdateResult result = trainer.step(GrpoBatch.of(groups(trainer, 6, 0), GrpoSettings.standard()), ENTROPY, OPTIMISER);
            assertThat(result.gap()).isLessThan(1e-5);
            assertThat(result.decisions()).isEqualTo(24);
            // advantages of every group add up to 0, so at a ratio of 1 the loss does
            assertThat(result.policyLoss()).isEqualTo(0, Offset.offset(1e-6));
            assertThat(result.entropies().get(DecisionKind.EXPERT)).isBetween(0.5, Math.log(3) + 1e-6);
            assertThat(result.entropies().get(DecisionKind.TEXT)).isGreaterThan(2);
            assertThat(trainer.step(GrpoBatch.of(groups(trainer, 6, -0.25), GrpoSettings.standard()), ENTROPY, OPTIMISER).meanGap())
                    .isEqualTo(0.25, Offset.offset(1e-4));
        }
    }

    @Test
    void a_batch_with_nothing_to_learn_takes_no_step() {
        try (QwenTrainer trainer = trainer(7); QwenTrainer untouched = trainer(7)) {
            List<List<Trajectory>> equal = groups(trainer, 7, 0).stream().map(g -> g.stream().filter(t -> t.reward() == 1).toList())
                    .toList();
            GrpoSettings settings = GrpoSettings.standard().groupsOf(2);
            UpdateResult result = trainer.step(GrpoBatch.of(equal, settings), ENTROPY, OPTIMISER);
            assertThat(result.taken()).isFalse();
            assertThat(trainer.step(new SftBatch(List.of()), OPTIMISER).taken()).isFalse();
            assertThat(trainer.steps()).isZero();
            same(trainer, untouched);
        }
    }

    @Test
    void importance_weights_of_what_older_weights_drew_are_truncated() {
        try (QwenTrainer trainer = trainer(8)) {
            List<List<Trajectory>> stale = groups(trainer, 8, -0.5);
            GrpoSettings settings = GrpoSettings.standard().weightingUpTo(1.2);
            UpdateResult weighted = trainer.step(GrpoBatch.of(stale, settings), EntropyCoefficients.start(EntropySettings.none()),
                    OPTIMISER);
            // current over drawn is e to the 0.5 everywhere, cut to 1.2; ratios compare with the current weights
            assertThat(weighted.clipped()).isZero();
            assertThat(PolicyLoss.importance(-1, -1.5, 0, 1.2)).isEqualTo(1.2);
            assertThat(weighted.meanGap()).isEqualTo(0.5, Offset.offset(1e-4));
        }
    }

    @Test
    void a_divergence_needs_a_reference_model_and_is_nothing_where_it_is_the_model_itself() {
        try (QwenTrainer trainer = trainer(9)) {
            GrpoSettings settings = GrpoSettings.standard().withKl(0.1);
            GrpoBatch batch = GrpoBatch.of(groups(trainer, 9, 0), settings);
            assertThatThrownBy(() -> trainer.step(batch, ENTROPY, OPTIMISER)).hasMessageContaining("without a reference model");
            trainer.keepReference();
            assertThat(trainer.step(batch, ENTROPY, OPTIMISER).kl()).isEqualTo(0, Offset.offset(1e-9));
            assertThat(trainer.step(batch, ENTROPY, OPTIMISER).kl()).isGreaterThan(0);
        }
    }

    @Test
    void the_references_mean_depends_on_micro_batches_and_ours_does_not() {
        for (Mean mean : Mean.values()) {
            List<Double> norms = new ArrayList<>();
            for (int tokens : new int[]{100_000, 1}) {
                try (QwenTrainer trainer = QwenTrainer.random(MODEL, RandomStart.PLAIN, 10,
                        TrainerSettings.standard().inMicroBatchesOf(tokens))) {
                    List<List<Trajectory>> groups = groups(trainer, 10, 0);
                    groups.getFirst().replaceAll(QwenTrainerTest::firstDecisionOnly);
                    norms.add(trainer.step(GrpoBatch.of(groups, GrpoSettings.standard().averagedOver(mean).comparingWith(Old.CURRENT)),
                            ENTROPY, OPTIMISER).norm());
                }
            }
            double apart = Math.abs(norms.getFirst() - norms.getLast());
            assertThat(apart < 1e-4).as("%s %s", mean, norms).isEqualTo(mean == Mean.BATCH);
        }
    }

    private static Trajectory firstDecisionOnly(Trajectory t) {
        return new Trajectory(t.id(), t.group(), t.prompt(), t.response(), t.decisions().subList(0, 1), t.reward(), t.ending(), 1, "v");
    }

    @Test
    void memory_that_is_not_there_is_refused_before_anything_is_loaded() {
        assertThatThrownBy(() -> QwenTrainer.random(MODEL, RandomStart.PLAIN, 1, TrainerSettings.standard().withMemoryLimit(1_000_000)))
                .hasMessageStartingWith("TRAINING_MEMORY_TOO_SMALL: ").hasMessageContaining("the limit set for it is 1.0 MiB");
    }

    @Test
    void ids_that_the_model_does_not_know_and_sequences_that_are_too_long_are_refused() {
        try (QwenTrainer trainer = trainer(11)) {
            assertThatThrownBy(() -> trainer.step(batch(new int[]{48}, new int[]{1}), OPTIMISER))
                    .hasMessageContaining("id 48. Valid: 0 to 47.");
            assertThatThrownBy(() -> trainer.step(batch(new int[250], new int[7]), OPTIMISER)).hasMessageContaining("longer than the 256");
            assertThatThrownBy(() -> trainer.step(batch(new int[0], new int[1]), OPTIMISER)).hasMessageContaining("a prompt of 0 ids");
        }
    }

    private static SftBatch batch(int[] prompt, int[] response) {
        return new SftBatch(
                List.of(new SftBatch.Prompt(prompt, List.of(new SftBatch.Response(response, List.of(Target.token(0, response[0])))))));
    }

    @Test
    void the_start_for_reading_matches_like_with_like_and_its_first_layer_looks_nearby() {
        ModelConfig model = SmallModels.text(48, 32, 2, 4, 4);
        try (QwenTrainer trainer = QwenTrainer.random(model, RandomStart.READING, 1, TrainerSettings.standard())) {
            float[] queries = trainer.weights().values("model.layers.1.self_attn.q_proj.weight");
            float[] keys = trainer.weights().values("model.layers.1.self_attn.k_proj.weight");
            assertThat(cosine(queries, keys)).isGreaterThan(0.95);
            float[] near = trainer.weights().values("model.layers.0.self_attn.q_proj.weight");
            for (int row = 0; row < 32; row++) {
                assertThat(near[row * 32]).isEqualTo(row % 8 < 4 ? 1 : 0, Offset.offset(0.1f));
            }
            float[] values = trainer.weights().values("model.layers.1.self_attn.v_proj.weight");
            float[] out = trainer.weights().values("model.layers.1.self_attn.o_proj.weight");
            for (int i = 0; i < 32; i++) {
                for (int k = 0; k < 32; k++) {
                    assertThat(out[k * 32 + i]).isEqualTo(values[i * 32 + k]);
                }
            }
            assertThat(trainer.weights().values("model.embed_tokens.weight")[32]).isEqualTo(2);
        }
    }

    private static double cosine(float[] a, float[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }
}

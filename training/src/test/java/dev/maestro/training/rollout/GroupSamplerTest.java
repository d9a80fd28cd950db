package dev.maestro.training.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.engine.Constraint;
import dev.maestro.inference.engine.Engine;
import dev.maestro.inference.engine.EngineSettings;
import dev.maestro.inference.engine.GenerationOutcome;
import dev.maestro.inference.engine.GenerationOutcome.Finished;
import dev.maestro.inference.engine.GenerationRequest;
import dev.maestro.inference.engine.Race;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.engine.TokenMask;
import dev.maestro.inference.engine.TokenPrompt;
import dev.maestro.inference.engine.Vocabulary;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.qwen.QwenModel;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.QwenTrainer;
import dev.maestro.training.torch.RandomStart;
import dev.maestro.training.torch.SmallModels;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.training.torch.UpdateResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class GroupSamplerTest {
    private static final double GAP = 1e-4;
    private static final ModelConfig MODEL = SmallModels.text(PairingBranch.VOCABULARY, 32, 2, 4, 2);

    private QwenTrainer trainer;
    private GroupSampler sampler;

    @BeforeEach
    void open() {
        // Wide scores, so that ids differ in likelihood.
        trainer = QwenTrainer.random(MODEL, RandomStart.READING, 5, TrainerSettings.standard());
        sampler = GroupSampler.over(trainer.weights());
    }

    @AfterEach
    void close() {
        sampler.close();
        trainer.close();
    }

    private static List<RolloutGroup> groups(int count, int branches) {
        return IntStream.range(0, count).mapToObj(g -> new RolloutGroup("g" + g, g, PairingBranch.prompt(g % 3, 1 + g * 3 % 7),
                IntStream.range(0, branches).mapToObj(_ -> new PairingBranch(g % 3)).toList())).toList();
    }

    private static DrawSettings draws() {
        return DrawSettings.sampled(1, 2, "v0", 100);
    }

    private static List<Trajectory> flat(List<List<Trajectory>> groups) {
        return groups.stream().flatMap(List::stream).toList();
    }

    @Test
    void trajectories_are_drawn_within_their_grammar_and_forced_ids_are_no_decisions() {
        for (Trajectory one : flat(sampler.sample(groups(5, 6), draws()))) {
            assertThat(one.response()[0]).isEqualTo(5);
            assertThat(one.ending()).isEqualTo(Ending.FINISHED);
            assertThat(one.decisions().getFirst().position()).isEqualTo(1);
            assertThat(one.decisions().getLast().isFree()).isTrue();
            for (Decision decision : one.decisions()) {
                assertThat(decision.isFree() || Arrays.binarySearch(decision.allowed(), decision.chosen()) >= 0).isTrue();
            }
            int drawn = (int) IntStream.of(one.response()).filter(id -> id == 20 || id == 21).count();
            assertThat(drawn).as("two names in %s", Arrays.toString(one.response())).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void what_is_drawn_depends_on_nothing_that_is_written_beside_it() {
        List<Trajectory> together = flat(sampler.sample(groups(6, 8), draws()));
        List<Trajectory> apart = flat(sampler.sample(groups(6, 8), draws().together(1)));
        List<Trajectory> fewer = flat(sampler.sample(groups(6, 3), draws()));
        List<Trajectory> again = flat(sampler.sample(groups(6, 8), draws()));
        assertThat(again).isEqualTo(together);
        for (int i = 0; i < together.size(); i++) {
            assertThat(apart.get(i).response()).as(together.get(i).id()).isEqualTo(together.get(i).response());
        }
        for (int i = 0; i < fewer.size(); i++) {
            assertThat(fewer.get(i).response()).isEqualTo(together.get(i / 3 * 8 + i % 3).response());
        }
        assertThat(together.stream().map(t -> Arrays.toString(t.response())).distinct().count()).isGreaterThan(10);
        assertThat(
                flat(sampler.sample(groups(6, 8), DrawSettings.sampled(1, 3, "v0", 100))).stream().map(t -> Arrays.toString(t.response())))
                .isNotEqualTo(together.stream().map(t -> Arrays.toString(t.response())).toList());
    }

    @Test
    void log_probabilities_are_the_trainers() {
        for (double temperature : new double[]{1, 0.6}) {
            List<Trajectory> drawn = flat(sampler.sample(groups(7, 5), draws().at(temperature)));
            List<double[]> computed = trainer.logProbabilities(drawn);
            for (int i = 0; i < drawn.size(); i++) {
                double[] recorded = drawn.get(i).decisions().stream().mapToDouble(Decision::logProbability).toArray();
                assertThat(computed.get(i)).containsExactly(recorded, Offset.offset(GAP));
            }
        }
    }

    @Test
    void greedy_trajectories_take_the_best_and_are_all_alike() {
        List<Trajectory> greedy = flat(sampler.sample(groups(3, 4), DrawSettings.greedy("v0", 100)));
        assertThat(greedy.stream().map(t -> t.group() + Arrays.toString(t.response())).distinct()).hasSize(3);
        assertThat(greedy.getFirst().decisions().getFirst().logProbability()).isGreaterThan(Math.log(0.5) - 1e-9);
    }

    @Test
    void a_response_that_grows_too_long_is_out_of_tokens() {
        List<Trajectory> cut = flat(sampler.sample(groups(1, 4), DrawSettings.sampled(1, 2, "v0", 4)));
        assertThat(cut).allSatisfy(t -> {
            assertThat(t.ending()).isEqualTo(Ending.OUT_OF_TOKENS);
            assertThat(t.response()).hasSize(4);
        });
    }

    /** Writes so many of the whole vocabulary, or of what each depth allows. */
    private record Steps(int[][] allowed) implements Constraint {
        @Override
        public int start() {
            return 0;
        }

        @Override
        public TokenMask mask(int state) {
            BitSet ids = new BitSet();
            Arrays.stream(allowed[state]).forEach(ids::set);
            return TokenMask.of(ids);
        }

        @Override
        public int after(int state, int token) {
            return state + 1;
        }

        @Override
        public boolean isComplete(int state) {
            return state == allowed.length;
        }

        @Override
        public boolean isChoice(int state) {
            return false;
        }

        @Override
        public int hurried(int state) {
            return state;
        }

        @Override
        public int tokensInHurry() {
            return allowed.length;
        }

        Branch branch() {
            return new Branch() {
                private int depth;

                @Override
                public int[] forced() {
                    return depth < allowed.length && allowed[depth].length == 1 ? allowed[depth++] : new int[0];
                }

                @Override
                public boolean isDone() {
                    return depth == allowed.length;
                }

                @Override
                public int[] allowed() {
                    return allowed[depth];
                }

                @Override
                public DecisionKind kind() {
                    return DecisionKind.TEXT;
                }

                @Override
                public void accept(int id) {
                    depth++;
                }

                @Override
                public double reward() {
                    return 0;
                }
            };
        }
    }

    /** Tokens that are no text. */
    private record Silent(int size) implements Vocabulary {
        @Override
        public byte[] bytes(int token) {
            return new byte[]{(byte) ('a' + token % 26)};
        }
    }

    @Test
    void the_engine_draws_the_same_from_a_saved_checkpoint_and_says_the_same_of_it(@TempDir Path folder) {
        int[][] allowed = new int[40][];
        for (int i = 0; i < allowed.length; i++) {
            int depth = i;
            allowed[i] = i % 5 == 4
                    ? new int[]{i % 40}
                    : IntStream.range(0, PairingBranch.VOCABULARY).filter(id -> id % (2 + depth % 4) == 0).toArray();
        }
        Steps steps = new Steps(allowed);
        trainer.save(folder.resolve("checkpoint"));
        int[] prompt = PairingBranch.prompt(1, 6);
        List<Trajectory> drawn = sampler.sample(
                List.of(new RolloutGroup("g", 9, prompt, IntStream.range(0, 6).mapToObj(_ -> steps.branch()).toList())), draws())
                .getFirst();
        QwenModel model = QwenModel.load(folder.resolve("checkpoint"),
                LoadOptions.standard().on(LoadOptions.Device.CPU).withCacheTokens(1_024));
        try (Engine engine = Engine.start(model, new Silent(PairingBranch.VOCABULARY),
                EngineSettings.within(1_024 * model.bytesPerToken()))) {
            for (int rollout = 0; rollout < drawn.size(); rollout++) {
                long seed = Race.seed(1, 2, 9, rollout);
                Finished whole = finished(engine, TokenPrompt.text(prompt), steps, 0, seed);
                assertThat(whole.ids()).isEqualTo(drawn.get(rollout).response());
                for (Decision decision : drawn.get(rollout).decisions()) {
                    assertThat(whole.tokens().get(decision.position()).drawn()).isEqualTo(decision.logProbability(), Offset.offset(GAP));
                }
                // A host that writes in two generations draws the same, from where the first ended.
                TokenPrompt longer = TokenPrompt.text(prompt).extendedBy(Arrays.copyOf(whole.ids(), 17));
                assertThat(finished(engine, longer, steps, 17, Race.from(seed, 17)).ids())
                        .isEqualTo(Arrays.copyOfRange(whole.ids(), 17, whole.ids().length));
            }
        }
    }

    private static Finished finished(Engine engine, TokenPrompt prompt, Constraint language, int state, long seed) {
        GenerationOutcome outcome = engine.submit(GenerationRequest.of(prompt, 64).sampled(Sampling.at(1, seed)).within(language, state))
                .outcome().orTimeout(60, TimeUnit.SECONDS).join();
        return (Finished) outcome;
    }

    @Test
    void a_policy_learns_from_its_own_trajectories_which_name_belongs_to_what() {
        OptimiserSettings optimiser = OptimiserSettings.standard().at(3e-3).warmingUp(0);
        EntropyCoefficients entropy = EntropyCoefficients.start(EntropySettings.standard());
        List<Double> rewards = new ArrayList<>();
        for (int step = 0; step < 40; step++) {
            List<List<Trajectory>> groups = sampler.sample(groups(12, 8), DrawSettings.sampled(1, step, "v" + step, 100));
            rewards.add(flat(groups).stream().mapToDouble(Trajectory::reward).average().orElseThrow());
            UpdateResult result = trainer.step(GrpoBatch.of(groups, GrpoSettings.standard()), entropy, optimiser);
            assertThat(result.gap()).isLessThan(GAP);
            entropy = entropy.after(result.entropies());
        }
        assertThat(rewards.getLast()).as("rewards %s", rewards).isGreaterThan(rewards.getFirst() + 0.3);
    }

    @Test
    void a_world_that_asks_for_the_impossible_is_refused() {
        Branch single = new Steps(new int[][]{{3}}).branch();
        Branch wrong = new Branch() {
            @Override
            public int[] forced() {
                return new int[0];
            }

            @Override
            public boolean isDone() {
                return false;
            }

            @Override
            public int[] allowed() {
                return new int[]{3};
            }

            @Override
            public DecisionKind kind() {
                return DecisionKind.TEXT;
            }

            @Override
            public void accept(int id) {}

            @Override
            public double reward() {
                return 0;
            }
        };
        assertThat(
                sampler.sample(List.of(new RolloutGroup("g", 0, new int[]{1}, List.of(single))), draws()).getFirst().getFirst().decisions())
                .isEmpty();
        assertThatThrownBy(() -> sampler.sample(List.of(new RolloutGroup("g", 0, new int[]{1}, List.of(wrong))), draws()))
                .hasMessageStartingWith("ROLLOUT_INVALID: ");
        assertThatThrownBy(() -> sampler.sample(List.of(new RolloutGroup("g", 0, new int[]{99}, List.of(new PairingBranch(0)))), draws()))
                .hasMessageStartingWith("ROLLOUT_INVALID: ");
    }
}

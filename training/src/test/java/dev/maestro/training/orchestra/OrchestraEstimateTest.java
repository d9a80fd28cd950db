package dev.maestro.training.orchestra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.orchestra.text.CheckpointFiles;
import dev.maestro.orchestra.text.CheckpointShape;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.testing.TestDatabase;
import dev.maestro.registry.training.OffPolicyEstimate;
import dev.maestro.registry.training.OffPolicyEstimate.Value;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Group;
import dev.maestro.registry.training.TrainingStore.Run;
import dev.maestro.registry.training.TrainingStore.Step;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.offpolicy.RecordedEstimates;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.record.TrajectoryJson;
import dev.maestro.training.rollout.DrawSettings;
import dev.maestro.training.rollout.GroupSampler;
import dev.maestro.training.rollout.RolloutGroup;
import dev.maestro.training.torch.QwenTrainer;
import dev.maestro.training.torch.RandomStart;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Estimates in the benchmark's world, where the truth can be had: a policy is drawn from and recorded, another is made of it by
 * learning that calls are dear, and what that one gets is both estimated from the record and played.
 */
@Tag("database")
@Timeout(180)
class OrchestraEstimateTest {
    private static final int MOST_TOKENS = 80;
    private static final OrchestraBranch.Exploration SOME = new OrchestraBranch.Exploration(0.3, 0.2, 0.2);

    @TempDir
    private Path folder;

    private final Database database = TestDatabase.fresh();
    private final TrainingStore store = new PostgresTraining(database.dataSource());
    private Path skeleton = Path.of("");
    private QwenTrainer trainer;
    private GroupSampler sampler;
    private Tokens tokens;

    @BeforeEach
    void begin() {
        skeleton = folder.resolve("skeleton");
        CheckpointFiles.write(skeleton, CheckpointShape.SMALL, OrchestraTokenizer.standard());
        trainer = QwenTrainer.random(ModelConfig.read(skeleton), RandomStart.READING, 7, TrainerSettings.standard());
        sampler = GroupSampler.over(trainer.weights());
        tokens = Tokens.of(skeleton);
        store.create(new Run("run", Json.tree("{}"), Instant.EPOCH));
    }

    @AfterEach
    void close() {
        tokens.close();
        sampler.close();
        trainer.close();
        database.close();
    }

    private static List<OrchestraTask> tasks(long first, int count) {
        return new OrchestraWorld(4).tasks(OrchestraSplit.TRAIN, first, count, TaskOptions.STANDARD.withPrice(PriceWeight.TIGHT));
    }

    private List<List<Trajectory>> draw(List<OrchestraTask> tasks, int rollouts, OrchestraBranch.Exploration exploration, long step) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (OrchestraTask task : tasks) {
            groups.add(new RolloutGroup(task.id(), groups.size(), ReadingDrills.join(tokens.encode(task.prompt()), tokens.turn()),
                    Stream.generate(() -> new OrchestraBranch(task, tokens, Optional.empty(), 0, 0, exploration)).limit(rollouts)
                            .toList()));
        }
        return sampler.sample(groups, DrawSettings.sampled(1, step, "step-" + step, MOST_TOKENS));
    }

    private void record(long step, List<List<Trajectory>> groups) {
        List<Group> rows = new ArrayList<>();
        for (List<Trajectory> group : groups) {
            rows.add(new Group("run", step, rows.size(), group.getFirst().group(), TrajectoryJson.write(group)));
        }
        store.record(new Step("run", step, "prices", Json.tree("{}"), Instant.EPOCH), rows);
    }

    private void learn(int steps) {
        GrpoSettings grpo = GrpoSettings.standard().groupsOf(8).comparingWith(GrpoSettings.Old.CURRENT);
        for (int i = 0; i < steps; i++) {
            List<List<Trajectory>> groups = draw(tasks(10_000 + 8L * i, 8), 8, OrchestraBranch.Exploration.NONE, 100 + i);
            trainer.step(GrpoBatch.of(groups, grpo), EntropyCoefficients.start(EntropySettings.none()),
                    new OptimiserSettings(1e-3, 0, 0.9, 0.99, 1e-8, 0, 1));
        }
    }

    private Path checkpoint(String name) {
        return trainer.save(folder.resolve(name), into -> CheckpointFiles.write(into, CheckpointShape.SMALL, OrchestraTokenizer.standard()))
                .folder();
    }

    private OffPolicyEstimate estimate(Path checkpoint, double temperature) {
        return new RecordedEstimates().estimate(store, "run", 5, checkpoint, temperature, NativesSettings.bundled(
                Path.of(System.getProperty("user.home"), ".maestro", "natives")));
    }

    private static double mean(List<List<Trajectory>> groups) {
        return groups.stream().flatMap(List::stream).mapToDouble(Trajectory::reward).average().orElseThrow();
    }

    private static void covers(Value value, double truth, double slack) {
        assertThat(truth).isBetween(value.low() - slack, value.high() + slack);
    }

    @Test
    void the_value_of_a_policy_that_learned_is_estimated_from_what_another_drew() {
        List<OrchestraTask> tasks = tasks(0, 60);
        record(1, draw(tasks.subList(0, 30), 16, SOME, 1));
        record(2, draw(tasks.subList(30, 60), 16, SOME, 2));
        learn(12);
        Path learned = checkpoint("learned");

        OffPolicyEstimate estimate = estimate(learned, 1);
        double truth = mean(draw(tasks, 96, OrchestraBranch.Exploration.NONE, 3));

        assertThat(estimate.firstStep()).isEqualTo(1);
        assertThat(estimate.lastStep()).isEqualTo(2);
        assertThat(estimate.groups()).isEqualTo(60);
        assertThat(estimate.trajectories()).isEqualTo(960);
        assertThat(truth).as("it is far from what was observed").isGreaterThan(estimate.observed().high() + 0.05);
        covers(estimate.inversePropensity(), truth, 0.01);
        covers(estimate.weighted(), truth, 0.01);
        covers(estimate.doublyRobust(), truth, 0.01);
        assertThat(Stream.of(estimate.inversePropensity(), estimate.weighted(), estimate.doublyRobust()))
                .as("all of them say that it is better").allMatch(value -> value.low() > estimate.observed().high());
        assertThat(estimate.effectiveTrajectories()).isBetween(20.0, 800.0);
    }

    @Test
    void the_policy_that_drew_is_worth_what_it_got_and_its_likeliest_way_what_it_gets_by_that() {
        List<OrchestraTask> tasks = tasks(0, 20);
        List<List<Trajectory>> drawn = draw(tasks, 8, OrchestraBranch.Exploration.NONE, 1);
        record(1, drawn);
        Path same = checkpoint("same");

        OffPolicyEstimate estimate = estimate(same, 1);

        assertThat(estimate.observed().mean()).isCloseTo(mean(drawn), Offset.offset(1e-9));
        assertThat(estimate.inversePropensity().mean()).isCloseTo(mean(drawn), Offset.offset(1e-3));
        assertThat(estimate.effectiveTrajectories()).isCloseTo(160, Offset.offset(0.1));
        assertThat(estimate(same, 0).effectiveTrajectories()).isLessThan(160);
    }

    @Test
    void a_record_that_does_not_say_how_likely_a_decision_was_is_refused() {
        List<List<Trajectory>> drawn = draw(tasks(0, 2), 2, SOME, 1);
        JsonNode first = TrajectoryJson.write(drawn.get(0));
        ((ObjectNode) first.path("trajectories").path(1).path("decisions").path(0)).remove("log");
        store.record(new Step("run", 1, "prices", Json.tree("{}"), Instant.EPOCH),
                List.of(new Group("run", 1, 0, "a", first), new Group("run", 1, 1, "b", TrajectoryJson.write(drawn.get(1)))));

        assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> estimate(checkpoint("any"), 1))
                .satisfies(e -> assertThat(e.code()).isEqualTo(TrainingErrors.PROPENSITY_MISSING))
                .withMessageContaining("step 1, group 0").withMessageContaining(drawn.get(0).get(1).id());
    }

    @Test
    void a_run_that_has_drawn_nothing_says_so() {
        assertThatExceptionOfType(MaestroException.class).isThrownBy(() -> estimate(checkpoint("any"), 1))
                .satisfies(e -> assertThat(e.code()).isEqualTo(TrainingErrors.ESTIMATE_IMPOSSIBLE));
    }
}

package dev.maestro.training.orchestra;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.play.Play;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.text.CheckpointFiles;
import dev.maestro.orchestra.text.OrchestraTokenizer;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SeededDraws;
import dev.maestro.training.grpo.CollapseAlarm;
import dev.maestro.training.grpo.CollapseSettings;
import dev.maestro.training.grpo.EntropyCoefficients;
import dev.maestro.training.grpo.EntropySettings;
import dev.maestro.training.grpo.GrpoBatch;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.rollout.DrawSettings;
import dev.maestro.training.rollout.GroupSampler;
import dev.maestro.training.rollout.RolloutGroup;
import dev.maestro.training.run.Learner;
import dev.maestro.training.run.StepReport;
import dev.maestro.training.run.StepReport.DrawnGroup;
import dev.maestro.training.torch.PromptImages;
import dev.maestro.training.torch.QwenTrainer;
import dev.maestro.training.torch.RandomStart;
import dev.maestro.training.torch.SavedFolder;
import dev.maestro.training.torch.SftBatch;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.training.torch.UpdateResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Learns the benchmark from random weights: the reading drills level by level, then phase by phase from rewards. What a step
 * draws follows from the seed, the stage and the step in it, so a saved state holds weights, moments, and a few numbers.
 */
public final class OrchestraLearner implements Learner {
    private static final double SMOOTHING = 0.05;
    /** Steps that a level takes at least: its first ones say little. */
    private static final int LEAST = 20;
    private static final int WARM_UP = 30;
    private static final int MOST_TOKENS = 80;
    private static final int CHECKPOINT_EVERY = 50;
    private static final double IMPORTANCE_CAP = 2;
    private static final double IMPORTANCE_FLOOR = 0.5;
    /** Of the reading questions that are learned beside. */
    private static final double BESIDE_WEIGHT = 0.3;
    private static final double BESIDE_SUMS = 0.5;
    private static final double BESIDE_TYPOS = 0.5;
    private static final double PHASE_SMOOTHING = 0.1;
    /** So far behind a step's own tasks that no other step asks these. */
    private static final long BESIDE_TASKS = 5_000_000;
    private static final String STATE = "learner.json";

    private final OrchestraRecipe recipe;
    private final long seed;
    private final OrchestraWorld world;
    private final Tokens tokens;
    private final QwenTrainer trainer;
    private final GroupSampler sampler;
    private final ReadingDrills drills;
    private Progress progress;

    /**
     * Where a learner stands.
     *
     * @param step     steps taken, all stages together
     * @param stage    levels and phases that are done
     * @param inStage  steps taken in the present one
     * @param right    smoothed probability of a right name; negative before the first step of a level
     * @param twoStep  smoothed share of right two-step tasks; negative before the first
     * @param twoStepBehind the same of those behind a call
     * @param entropy  coefficients by kind
     * @param alarm    what the alarm has seen
     */
    record Progress(long step, int stage, int inStage, double right, double twoStep, double twoStepBehind,
            Map<DecisionKind, Double> entropy, CollapseAlarm.State alarm) {
        static Progress start() {
            return new Progress(0, 0, 0, -1, -1, -1, Map.of(), CollapseAlarm.State.start());
        }
    }

    private OrchestraLearner(OrchestraRecipe recipe, long seed, Path skeleton, TrainerSettings settings) {
        this.recipe = recipe;
        this.seed = seed;
        this.world = new OrchestraWorld(seed);
        CheckpointFiles.write(skeleton, recipe.shape(), OrchestraTokenizer.standard());
        this.tokens = Tokens.of(skeleton);
        this.trainer = QwenTrainer.random(ModelConfig.read(skeleton), RandomStart.READING, seed, settings);
        this.sampler = GroupSampler.over(trainer.weights());
        this.drills = new ReadingDrills(world, tokens);
        this.progress = Progress.start();
    }

    /**
     * At the beginning.
     *
     * @param scratch a folder of its own, for tokenizer and configuration
     */
    public static OrchestraLearner begin(OrchestraRecipe recipe, long seed, Path scratch, TrainerSettings settings) {
        return new OrchestraLearner(recipe, seed, scratch, settings);
    }

    /** From what {@link #saveState} wrote. */
    public static OrchestraLearner resume(OrchestraRecipe recipe, long seed, Path scratch, TrainerSettings settings, Path state) {
        OrchestraLearner learner = new OrchestraLearner(recipe, seed, scratch, settings);
        try {
            JsonNode said = Json.MAPPER.readTree(state.resolve(STATE).toFile());
            learner.trainer.loadState(state);
            learner.progress = Json.MAPPER.treeToValue(said, Progress.class);
            return learner;
        } catch (IOException e) {
            learner.close();
            throw new MaestroException(TrainingErrors.TRAINING_STATE_INVALID,
                    "the state in " + state + " cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            learner.close();
            throw e;
        }
    }

    @Override
    public long step() {
        return progress.step();
    }

    @Override
    public boolean isFinished() {
        return progress.stage() >= recipe.reading().size() + recipe.phases().size();
    }

    @Override
    public StepReport next() {
        int levels = recipe.reading().size();
        return progress.stage() < levels
                ? read(recipe.reading().get(progress.stage()))
                : learn(recipe.phases().get(progress.stage() - levels));
    }

    private SeededDraws draws(String what) {
        return SeededDraws.of("orchestra/training", seed, progress.stage(), progress.inStage(), what);
    }

    /** Index of a step's first task: no step of a run asks a task that another one asked. */
    private long firstTask(int perStep) {
        return (long) progress.stage() * 10_000_000 + (long) progress.inStage() * perStep;
    }

    private StepReport read(ReadingLevel level) {
        int inLevel = progress.inStage();
        double decay = level.kind() == ReadingLevel.Kind.SALAD ? 1 - 0.8 * Math.max(0, (double) inLevel / level.most() - 0.5) / 0.5 : 1;
        OptimiserSettings optimiser = new OptimiserSettings(level.rate() * decay * Math.min(1, (progress.step() + 1.0) / WARM_UP), 0, 0.9,
                0.95,
                1e-8, 0.01, 1);
        UpdateResult result = trainer.step(drills.batch(level, draws("drill"), firstTask(level.prompts())), optimiser);
        double right = progress.right() < 0 ? result.right() : (1 - SMOOTHING) * progress.right() + SMOOTHING * result.right();
        boolean done = inLevel + 1 > LEAST && right > level.stopAt() || inLevel + 1 >= level.most();
        String stage = "reading " + (progress.stage() + 1);
        progress = done
                ? nextStage()
                : new Progress(progress.step() + 1, progress.stage(), inLevel + 1, right, -1, -1, progress.entropy(), progress.alarm());
        return new StepReport(stage, Map.of("loss", result.loss(), "right", right, "norm", result.norm()), List.of(), Optional.empty(),
                done && progress.stage() == recipe.reading().size(),
                String.format(Locale.ROOT, "%s: step %d, right names %.3f", stage, inLevel + 1, right));
    }

    /** Moments begin anew: what is learned next is learned from something else. */
    private Progress nextStage() {
        if (progress.stage() + 1 >= recipe.reading().size()) {
            trainer.restartOptimiser();
        }
        return new Progress(progress.step() + 1, progress.stage() + 1, 0, -1, -1, -1, progress.entropy(), CollapseAlarm.State.start());
    }

    private StepReport learn(Phase phase) {
        int at = progress.inStage();
        SeededDraws draws = draws("tasks");
        List<OrchestraTask> tasks = TaskDraws.tasks(world, phase, draws, drills, firstTask(phase.prompts()));
        List<RolloutGroup> rollouts = new ArrayList<>();
        List<List<OrchestraBranch>> branches = new ArrayList<>();
        for (OrchestraTask task : tasks) {
            List<OrchestraBranch> group = branches(phase, at, task, draws);
            branches.add(group);
            rollouts.add(new RolloutGroup(phase.name() + "/" + task.id(), rollouts.size(),
                    ReadingDrills.join(tokens.encode(task.prompt()), tokens.turn()), group));
        }
        List<List<Trajectory>> groups = sampler.sample(rollouts,
                DrawSettings.sampled(seed, progress.step(), "step-" + progress.step(), MOST_TOKENS));
        GrpoSettings grpo = GrpoSettings.standard().groupsOf(phase.rollouts()).comparingWith(GrpoSettings.Old.CURRENT)
                .weightingUpTo(IMPORTANCE_CAP).weightingFrom(IMPORTANCE_FLOOR).dividingByDeviation(phase.scale());
        GrpoBatch batch = GrpoBatch.of(groups, grpo);
        EntropyCoefficients entropy = entropy(phase, at);
        UpdateResult result = trainer.step(batch, PromptImages.NONE, entropy,
                new OptimiserSettings(phase.rate().at(at, phase.steps()) * Math.min(1, (at + 1) / 10.0), 0, 0.9, 0.99, 1e-8, 0.01, 1),
                beside(phase), BESIDE_WEIGHT);
        Map<String, Double> metrics = PhaseMetrics.of(branches, groups, batch, result, entropy);
        CollapseAlarm alarm = new CollapseAlarm(CollapseSettings.standard(), progress.alarm());
        Optional<String> collapse = alarm
                .after(new CollapseAlarm.Step(progress.step() + 1, metrics.get("reward"), watched(result.entropies()),
                        metrics.get("largest_expert_slot"), batch.counts().equalShare(), result.gap(), result.norm()))
                .map(CollapseAlarm.Collapse::sentence);
        double start = smoothed(progress.twoStep(), metrics, "accuracy_two_step_from_start");
        double behind = smoothed(progress.twoStepBehind(), metrics, "accuracy_two_step_behind_a_call");
        boolean done = at + 1 >= phase.steps() || at + 1 >= phase.least() && Math.min(start, behind) > phase.enough();
        String milestone = String.format(Locale.ROOT, "%s: step %d of %d, reward %.3f, right %.3f, calls %.2f", phase.name(), at + 1,
                phase.steps(),
                metrics.get("reward"), metrics.get("accuracy"), metrics.get("calls"));
        progress = done
                ? nextStage()
                : new Progress(progress.step() + 1, progress.stage(), at + 1, -1, start, behind, entropy.after(result.entropies()).values(),
                        alarm.state());
        List<DrawnGroup> drawn = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            drawn.add(new DrawnGroup(tasks.get(i).id(), groups.get(i)));
        }
        return new StepReport(phase.name(), metrics, drawn, collapse, done || (at + 1) % CHECKPOINT_EVERY == 0, milestone);
    }

    /** Kinds whose loss of all entropy is a collapse. Which skill fits, what to give it and which value to answer become certain as they are learned. */
    static Map<DecisionKind, Double> watched(Map<DecisionKind, Double> entropies) {
        Map<DecisionKind, Double> watched = new EnumMap<>(DecisionKind.class);
        watched.putAll(entropies);
        watched.keySet().retainAll(Set.of(DecisionKind.EXPERT, DecisionKind.GO_ON));
        return watched;
    }

    private List<OrchestraBranch> branches(Phase phase, int at, OrchestraTask task, SeededDraws draws) {
        Optional<Move.Call> before = draws.unit() < phase.behind()
                ? Optional.of(TaskDraws.firstCall(task, phase, draws))
                : Optional.empty();
        boolean imposed = draws.unit() < phase.imposed();
        int needed = OrchestraBranch.needed(task, before.isPresent() ? 1 : 0) + (draws.unit() < phase.more() ? 1 : 0);
        int quota = imposed ? Math.min(needed, Play.MOST_CALLS) : 0;
        OrchestraBranch.Exploration exploration = new OrchestraBranch.Exploration(phase.stop().at(at, phase.steps()), phase.names(),
                phase.wide().at(at, phase.steps()));
        List<OrchestraBranch> group = new ArrayList<>();
        for (int i = 0; i < phase.rollouts(); i++) {
            group.add(new OrchestraBranch(task, tokens, before, quota, phase.fee().at(at, phase.steps()), exploration));
        }
        return group;
    }

    /** Coefficients go on from where they are; targets, and the coefficient of the decision to stop, move along their lines. */
    private EntropyCoefficients entropy(Phase phase, int at) {
        double names = phase.nameEntropy().at(at, phase.steps());
        double stop = phase.stopEntropy().at(at, phase.steps());
        Map<DecisionKind, EntropySettings.Target> targets = new EnumMap<>(DecisionKind.class);
        targets.put(DecisionKind.EXPERT, new EntropySettings.Target(names, 0.004, 0.04, 0.01));
        targets.put(DecisionKind.SKILL, new EntropySettings.Target(0.6 * names, 0.004, 0.04, 0.01));
        targets.put(DecisionKind.INPUT, new EntropySettings.Target(0.1, 0.004, 0.04, 0.01));
        targets.put(DecisionKind.GO_ON, new EntropySettings.Target(0, 0, stop, stop));
        EntropySettings settings = new EntropySettings(targets);
        Map<DecisionKind, Double> values = new EnumMap<>(EntropyCoefficients.start(settings).values());
        progress.entropy().forEach((kind, value) -> values.put(kind, kind == DecisionKind.GO_ON ? stop : value));
        return new EntropyCoefficients(settings, values);
    }

    /** Reading questions that are learned in the same step, so that reading is not unlearned and goes on. */
    private SftBatch beside(Phase phase) {
        ReadingLevel last = recipe.reading().getLast();
        ReadingLevel level = new ReadingLevel(last.experts(), last.skills(), last.kind(), BESIDE_TYPOS, phase.demonstrated(), last.stopAt(),
                last.most(), last.rate());
        return drills.batch(level, draws("beside"), firstTask(phase.prompts()) + BESIDE_TASKS, BESIDE_SUMS);
    }

    private static double smoothed(double before, Map<String, Double> metrics, String name) {
        double now = metrics.getOrDefault(name, before);
        return before < 0 ? now : (1 - PHASE_SMOOTHING) * before + PHASE_SMOOTHING * now;
    }

    /** Plays tasks greedily by the weights as they are. */
    public List<PlayedTask> play(List<OrchestraTask> tasks) {
        List<OrchestraBranch> branches = new ArrayList<>();
        List<RolloutGroup> groups = new ArrayList<>();
        for (OrchestraTask task : tasks) {
            OrchestraBranch branch = new OrchestraBranch(task, tokens);
            branches.add(branch);
            groups.add(new RolloutGroup(task.id(), groups.size(), ReadingDrills.join(tokens.encode(task.prompt()), tokens.turn()),
                    List.of(branch)));
        }
        sampler.sample(groups, DrawSettings.greedy("step-" + progress.step(), MOST_TOKENS));
        return branches.stream().map(OrchestraBranch::played).toList();
    }

    @Override
    public void saveState(Path folder) {
        trainer.saveState(folder, into -> Files.writeString(into.resolve(STATE), Json.write(progress)));
    }

    @Override
    public SavedFolder saveCheckpoint(Path folder) {
        return trainer.save(folder, into -> CheckpointFiles.write(into, recipe.shape(), OrchestraTokenizer.standard()));
    }

    @Override
    public void close() {
        sampler.close();
        trainer.close();
        tokens.close();
    }
}

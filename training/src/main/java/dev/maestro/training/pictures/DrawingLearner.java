package dev.maestro.training.pictures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.experts.EmbeddedExpert;
import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.engine.PixelPatches;
import dev.maestro.inference.vision.ImageProcessor;
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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Learns from random weights, decoder and vision tower together, which expert to ask about a picture: first it is shown how calls and
 * answers are written, with experts named at random and their names out of the loss; then it learns whom to name from rewards alone.
 * What a step draws follows from the seed and the step.
 */
public final class DrawingLearner implements Learner {
    private static final int WARM_UP = 10;
    private static final int SHOWN_PROMPTS = 8;
    private static final double SHOWN_RATE = 5e-3;
    private static final double BESIDE_WEIGHT = 0.1;
    private static final double LAST_RATE = 0.1;
    private static final double DEVIATION = 0.1;
    private static final int MOST_TOKENS = 80;
    private static final String STATE = "learner.json";
    private static final String REPLIES = "replies.jsonl";

    private final DrawingRecipe recipe;
    private final long seed;
    private final Path skeleton;
    private final DrawingTasks tasks;
    private final DrawingTokens tokens;
    private final QwenTrainer trainer;
    private final GroupSampler sampler;
    private Progress progress = new Progress(0, CollapseAlarm.State.start());

    /**
     * Where a learner stands.
     *
     * @param step  steps taken, both stages together
     * @param alarm what the alarm has seen
     */
    record Progress(long step, CollapseAlarm.State alarm) {}

    private DrawingLearner(DrawingRecipe recipe, long seed, List<EmbeddedExpert> programs, Path folder, TrainerSettings settings) {
        this.recipe = recipe;
        this.seed = seed;
        this.skeleton = folder.resolve("skeleton");
        DrawingFiles.write(skeleton, recipe.shape());
        ImageProcessor eyes = ImageProcessor.of(skeleton).orElseThrow();
        this.tasks = new DrawingTasks(new DrawingPool(seed, eyes, programs, folder.resolve(REPLIES)), seed, recipe.pictures());
        this.tokens = DrawingTokens.of(skeleton);
        this.trainer = QwenTrainer.random(ModelConfig.read(skeleton), RandomStart.PLAIN, seed, settings);
        this.sampler = GroupSampler.over(trainer.weights());
    }

    /**
     * At the beginning.
     *
     * @param programs that read pixels
     * @param folder   of the run: tokenizer and configuration are written there, and what experts said
     */
    public static DrawingLearner begin(DrawingRecipe recipe, long seed, List<EmbeddedExpert> programs, Path folder,
            TrainerSettings settings) {
        return new DrawingLearner(recipe, seed, programs, folder, settings);
    }

    /** From what {@link #saveState} wrote. */
    public static DrawingLearner resume(DrawingRecipe recipe, long seed, List<EmbeddedExpert> programs, Path folder,
            TrainerSettings settings, Path state) {
        DrawingLearner learner = new DrawingLearner(recipe, seed, programs, folder, settings);
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
        return progress.step() >= recipe.shown() + recipe.steps();
    }

    @Override
    public StepReport next() {
        return progress.step() < recipe.shown() ? show() : learn((int) (progress.step() - recipe.shown()));
    }

    private StepReport show() {
        long step = progress.step();
        double rate = SHOWN_RATE * Math.min(1, (step + 1.0) / WARM_UP);
        UpdateResult result = trainer.step(shown(step, SHOWN_PROMPTS), new OptimiserSettings(rate, 0, 0.9, 0.95, 1e-8, 0.01, 1));
        progress = new Progress(step + 1, progress.alarm());
        if (progress.step() == recipe.shown()) {
            trainer.restartOptimiser();
        }
        return new StepReport("writing", Map.of("loss", result.loss(), "right", result.right(), "norm", result.norm()), List.of(),
                Optional.empty(), false,
                String.format(Locale.ROOT, "writing: step %d of %d, right tokens %.3f", step + 1, recipe.shown(), result.right()));
    }

    /** Calls of anybody: which tokens they are written with, not whom to name. */
    private SftBatch shown(long step, int prompts) {
        SeededDraws draws = SeededDraws.of("pictures/shown", seed, step);
        List<SftBatch.Prompt> shown = new ArrayList<>();
        for (int i = 0; i < prompts; i++) {
            DrawingTask task = tasks.training("shown/" + step + "/" + i);
            shown.add(new SftBatch.Prompt(tokens.prompt(task), List.of(task.picture().patches()),
                    List.of(tokens.demonstration(task, draws.pick(task.panel())))));
        }
        return new SftBatch(shown);
    }

    private StepReport learn(int at) {
        double left = 1 - (double) at / recipe.steps();
        List<DrawingTask> asked = new ArrayList<>();
        for (int i = 0; i < recipe.prompts(); i++) {
            asked.add(tasks.training(at + "/" + i));
        }
        List<List<DrawingBranch>> branches = new ArrayList<>();
        Map<String, List<PixelPatches>> images = new HashMap<>();
        List<RolloutGroup> rollouts = groups(asked, recipe.rollouts(), recipe.explored() * left, branches, images);
        List<List<Trajectory>> groups = sampler.sample(rollouts,
                DrawSettings.sampled(seed, progress.step(), "step-" + progress.step(), MOST_TOKENS));
        GrpoBatch batch = GrpoBatch.of(groups, GrpoSettings.standard().groupsOf(recipe.rollouts())
                .comparingWith(GrpoSettings.Old.CURRENT).dividingByDeviation(DEVIATION));
        double rate = recipe.rate() * (LAST_RATE + (1 - LAST_RATE) * left) * Math.min(1, (at + 1.0) / WARM_UP);
        double bonus = recipe.entropy() * left;
        EntropyCoefficients entropy = EntropyCoefficients.start(
                new EntropySettings(Map.of(DecisionKind.EXPERT, new EntropySettings.Target(0, 0, bonus, bonus))));
        UpdateResult result = trainer.step(batch, images::get, entropy, new OptimiserSettings(rate, 0, 0.9, 0.99, 1e-8, 0.01, 1),
                shown(progress.step(), recipe.beside()), BESIDE_WEIGHT);
        Map<String, Double> metrics = metrics(branches, batch, result, bonus);
        CollapseAlarm alarm = new CollapseAlarm(CollapseSettings.standard(), progress.alarm());
        // Whom to ask becomes certain as it is learned, and all of a group are right then: neither is a collapse.
        Optional<String> collapse = alarm.after(new CollapseAlarm.Step(progress.step() + 1, metrics.get("reward"), Map.of(),
                metrics.get("largest_expert"), 0, result.gap(), result.norm())).map(CollapseAlarm.Collapse::sentence);
        progress = new Progress(progress.step() + 1, alarm.state());
        boolean due = at + 1 == recipe.steps() || (at + 1) % recipe.keptEvery() == 0;
        if (due) {
            validate(metrics);
        }
        List<DrawnGroup> drawn = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            drawn.add(new DrawnGroup(asked.get(i).id(), groups.get(i)));
        }
        return new StepReport("choosing", metrics, drawn, collapse, due, String.format(Locale.ROOT,
                "choosing: step %d of %d, right %.3f%s", at + 1, recipe.steps(), metrics.get("reward"),
                due ? String.format(Locale.ROOT, ", on validation pictures %.3f", metrics.get("validation_accuracy")) : ""));
    }

    private List<RolloutGroup> groups(List<DrawingTask> asked, int size, double explored, List<List<DrawingBranch>> branches,
            Map<String, List<PixelPatches>> images) {
        List<RolloutGroup> groups = new ArrayList<>();
        for (DrawingTask task : asked) {
            List<DrawingBranch> group = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                group.add(new DrawingBranch(task, tokens, explored));
            }
            branches.add(group);
            List<PixelPatches> seen = List.of(task.picture().patches());
            images.put(task.id(), seen);
            groups.add(new RolloutGroup(task.id(), groups.size(), tokens.prompt(task), seen, group));
        }
        return groups;
    }

    private Map<String, Double> metrics(List<List<DrawingBranch>> branches, GrpoBatch batch, UpdateResult result, double bonus) {
        Map<String, Double> metrics = new HashMap<>();
        Map<DrawingExpert, Integer> calls = new EnumMap<>(DrawingExpert.class);
        branches.forEach(group -> group.forEach(branch -> calls.merge(branch.chosen(), 1, Integer::sum)));
        double all = calls.values().stream().mapToInt(Integer::intValue).sum();
        double right = branches.stream().flatMap(List::stream).mapToDouble(DrawingBranch::reward).average().orElse(0);
        metrics.put("reward", right);
        metrics.put("accuracy", right);
        metrics.put("calls", 1.0);
        metrics.put("largest_expert", calls.values().stream().mapToInt(Integer::intValue).max().orElse(0) / all);
        metrics.put("equal_groups", batch.counts().equalShare());
        metrics.put("loss", result.loss());
        metrics.put("norm", result.norm());
        metrics.put("gap", result.gap());
        Optional.ofNullable(result.entropies().get(DecisionKind.EXPERT)).ifPresent(value -> metrics.put("entropy_expert", value));
        metrics.put("entropy_coefficient_expert", bonus);
        return metrics;
    }

    private void validate(Map<String, Double> metrics) {
        DrawingFigures figures = DrawingFigures.of(tasks.of(DrawingSplit.VALIDATION, recipe.validated()), recipe.validated(), this::picks);
        metrics.put("validation_accuracy", figures.right());
        metrics.put("validation_text_bound", figures.bound());
        metrics.put("validation_shuffled", figures.shuffled());
        metrics.put("validation_blank", figures.blank());
    }

    /** Whom the weights as they are would ask, their likeliest choice. */
    List<DrawingExpert> picks(List<DrawingTask> asked) {
        List<List<DrawingBranch>> branches = new ArrayList<>();
        sampler.sample(groups(asked, 1, 0, branches, new HashMap<>()), DrawSettings.greedy("step-" + progress.step(), MOST_TOKENS));
        return branches.stream().map(group -> group.getFirst().chosen()).toList();
    }

    @Override
    public void saveState(Path folder) {
        trainer.saveState(folder, into -> Files.writeString(into.resolve(STATE), Json.write(progress)));
    }

    @Override
    public SavedFolder saveCheckpoint(Path folder) {
        return trainer.save(folder, into -> DrawingFiles.write(into, recipe.shape()));
    }

    @Override
    public void close() {
        sampler.close();
        trainer.close();
        tokens.close();
    }
}

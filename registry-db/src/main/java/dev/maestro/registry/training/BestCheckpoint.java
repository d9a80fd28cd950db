package dev.maestro.registry.training;

import dev.maestro.registry.training.TrainingStore.Checkpoint;
import dev.maestro.registry.training.TrainingStore.Step;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The checkpoint of a run that its figures speak for: where the steps of some were evaluated, the one with the highest accuracy of these, the
 * later of equals; else, among those of the last stage that has any, the one whose mean reward over its step and those before it is highest. Rewards of different stages are not compared, because their tasks and prices differ. Where no
 * checkpoint has a reward it is the newest.
 *
 * @param stage  that its step belongs to
 * @param reward the mean; empty where the stage has no reward
 * @param steps  that the mean is of
 * @param validation accuracy on tasks of their own, recorded with its step; empty where nothing was
 */
public record BestCheckpoint(Checkpoint checkpoint, String stage, OptionalDouble reward, int steps, OptionalDouble validation) {
    /** Steps of a stage, the checkpoint's own included, that its mean is of at most. */
    public static final int WINDOW = 10;
    private static final String REWARD = "reward";
    private static final String VALIDATION = "validation_accuracy";
    private static final int MOST_STEPS = 1_000_000;

    /** @return empty when the run has no checkpoint */
    public static Optional<BestCheckpoint> of(TrainingStore store, String run) {
        return of(store.steps(run, 1, MOST_STEPS), store.checkpoints(run));
    }

    /**
     * @param steps       of the run, in order
     * @param checkpoints of the run, in any order
     */
    public static Optional<BestCheckpoint> of(List<Step> steps, List<Checkpoint> checkpoints) {
        TreeMap<Long, Step> byStep = new TreeMap<>(steps.stream().collect(Collectors.toMap(Step::step, Function.identity())));
        List<BestCheckpoint> all = checkpoints.stream().sorted(Comparator.comparingLong(Checkpoint::step))
                .map(each -> measured(each, byStep)).toList();
        Optional<BestCheckpoint> evaluated = all.reversed().stream().filter(each -> each.validation().isPresent())
                .max(Comparator.comparingDouble(each -> each.validation().getAsDouble()));
        if (evaluated.isPresent()) {
            return evaluated;
        }
        Optional<String> last = all.stream().filter(each -> each.reward().isPresent()).map(BestCheckpoint::stage)
                .reduce((_, later) -> later);
        return last.isEmpty()
                ? all.stream().reduce((_, later) -> later)
                : all.stream().filter(each -> each.stage().equals(last.get()) && each.reward().isPresent())
                        .max(Comparator.comparingDouble(each -> each.reward().getAsDouble()));
    }

    /** For people, e.g. {@code step 150, mean reward 0.612 over the last 10 steps of stopping}. */
    public String words() {
        String evaluated = validation.isPresent()
                ? String.format(Locale.ROOT, ", validation accuracy %.3f", validation.getAsDouble())
                : "";
        String by = reward.isPresent()
                ? String.format(Locale.ROOT, ", mean reward %.3f over the last %d steps of %s", reward.getAsDouble(), steps, stage)
                : evaluated.isEmpty() ? ", the newest" : "";
        return "step " + checkpoint.step() + evaluated + by;
    }

    private static BestCheckpoint measured(Checkpoint checkpoint, TreeMap<Long, Step> byStep) {
        Map.Entry<Long, Step> own = byStep.floorEntry(checkpoint.step());
        if (own == null) {
            return new BestCheckpoint(checkpoint, "", OptionalDouble.empty(), 0, OptionalDouble.empty());
        }
        String stage = own.getValue().stage();
        double[] rewards = byStep.headMap(checkpoint.step(), true).descendingMap().values().stream()
                .takeWhile(step -> step.stage().equals(stage)).limit(WINDOW)
                .filter(step -> step.metrics().has(REWARD)).mapToDouble(step -> step.metrics().path(REWARD).asDouble()).toArray();
        double sum = 0;
        for (double reward : rewards) {
            sum += reward;
        }
        return new BestCheckpoint(checkpoint, stage, rewards.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / rewards.length),
                rewards.length, own.getKey() == checkpoint.step() && own.getValue().metrics().has(VALIDATION)
                        ? OptionalDouble.of(own.getValue().metrics().path(VALIDATION).asDouble())
                        : OptionalDouble.empty());
    }
}

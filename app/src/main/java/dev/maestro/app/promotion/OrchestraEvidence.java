package dev.maestro.app.promotion;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.app.evaluation.report.PairedBootstrap;
import dev.maestro.app.evaluation.report.PairedBootstrap.Interval;
import dev.maestro.app.program.Progress;
import dev.maestro.orchestra.play.PlayedTask;
import dev.maestro.orchestra.world.OrchestraSplit;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.TaskOptions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Plays the benchmark orchestra with two policies and compares their rewards, task by task. A task that is played at several price
 * weights is one pair: the mean over the weights.
 *
 * @param seed   of the world
 * @param tasks  of each split
 */
public record OrchestraEvidence(long seed, int tasks, List<OrchestraSplit> splits, List<PriceWeight> prices) {
    private static final int DRAWS = 10_000;
    private static final long BOOTSTRAP_SEED = 42;

    public OrchestraEvidence {
        splits = List.copyOf(splits);
        prices = List.copyOf(prices);
    }

    /** Plays tasks, in order. */
    public interface Player extends Function<List<OrchestraTask>, List<PlayedTask>> {}

    /** What one policy came to: the reward and whether it was right, by split, price and task. */
    public record Played(String what, double[][][] rewards, double[][][] right) {}

    public Played play(String what, Player player, Progress progress) {
        OrchestraWorld world = new OrchestraWorld(seed);
        double[][][] rewards = new double[splits.size()][prices.size()][];
        double[][][] right = new double[splits.size()][prices.size()][];
        for (int s = 0; s < splits.size(); s++) {
            for (int p = 0; p < prices.size(); p++) {
                List<PlayedTask> played = player
                        .apply(world.tasks(splits.get(s), 0, tasks, TaskOptions.STANDARD.withPrice(prices.get(p))));
                rewards[s][p] = played.stream().mapToDouble(PlayedTask::reward).toArray();
                right[s][p] = played.stream().mapToDouble(each -> each.right() ? 1 : 0).toArray();
                progress.say(
                        "played " + tasks + " tasks of split " + splits.get(s).wire() + " at price " + prices.get(p).wire() + ": " + what);
            }
        }
        return new Played(what, rewards, right);
    }

    /** @param before what serves */
    public PromotionEvidence compare(Played before, Played after) {
        List<Double> old = new ArrayList<>();
        List<Double> young = new ArrayList<>();
        ObjectNode details = PromotionEvidence.object();
        details.put("seed", seed).put("tasks", tasks);
        details.set("splits", PromotionEvidence.names(splits.stream().map(OrchestraSplit::wire).toList()));
        details.set("prices", PromotionEvidence.names(prices.stream().map(PriceWeight::wire).toList()));
        ArrayNode cells = details.putArray("cells");
        for (int s = 0; s < splits.size(); s++) {
            for (int task = 0; task < tasks; task++) {
                old.add(overPrices(before.rewards()[s], task));
                young.add(overPrices(after.rewards()[s], task));
            }
            for (int p = 0; p < prices.size(); p++) {
                cells.addObject().put("split", splits.get(s).wire()).put("price", prices.get(p).wire())
                        .put("before_reward", mean(before.rewards()[s][p])).put("after_reward", mean(after.rewards()[s][p]))
                        .put("before_accuracy", mean(before.right()[s][p])).put("after_accuracy", mean(after.right()[s][p]));
            }
        }
        double[] change = new double[old.size()];
        Arrays.setAll(change, i -> young.get(i) - old.get(i));
        Interval interval = PairedBootstrap.interval(change, DRAWS, BOOTSTRAP_SEED);
        return new PromotionEvidence("orchestra", "reward", new PromotionEvidence.Side(before.what(), mean(old)),
                new PromotionEvidence.Side(after.what(), mean(young)),
                change.length, interval, details);
    }

    private static double overPrices(double[][] byPrice, int task) {
        return Arrays.stream(byPrice).mapToDouble(each -> each[task]).average().orElse(0);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }
}

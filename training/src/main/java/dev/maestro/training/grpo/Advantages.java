package dev.maestro.training.grpo;

import java.util.Arrays;

/** How much better than its group each trajectory did. */
public final class Advantages {
    private Advantages() {}

    /**
     * Rewards less their mean; divided, where the settings say so, by their deviation plus epsilon. The deviation is unbiased (n - 1);
     * a group of one has mean 0 and deviation 1, as in the reference.
     *
     * @param rewards of the valid trajectories of a group, finite
     */
    public static double[] of(double[] rewards, GrpoSettings settings) {
        if (rewards.length == 1 && settings.divideByDeviation()) {
            return new double[]{rewards[0] / (1 + settings.deviationEpsilon())};
        }
        double mean = Arrays.stream(rewards).average().orElse(0);
        double scale = settings.divideByDeviation() ? 1 / (deviation(rewards) + settings.deviationEpsilon()) : 1;
        return Arrays.stream(rewards).map(r -> (r - mean) * scale).toArray();
    }

    /** Unbiased; 0 for fewer than two. */
    public static double deviation(double[] rewards) {
        if (rewards.length < 2) {
            return 0;
        }
        double mean = Arrays.stream(rewards).average().orElse(0);
        return Math.sqrt(Arrays.stream(rewards).map(r -> (r - mean) * (r - mean)).sum() / (rewards.length - 1));
    }

    /** Whether no trajectory did better than another: nothing can be learned from comparing them. */
    static boolean equal(double[] rewards) {
        return Arrays.stream(rewards).allMatch(r -> r == rewards[0]);
    }
}

package dev.maestro.app.evaluation.report;

import dev.maestro.core.errors.MaestroException;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How sure a mean difference is: the percentile bootstrap over pairs (Efron and Tibshirani 1993, ch. 13).
 * The same input gives the same interval.
 */
public final class PairedBootstrap {
    private PairedBootstrap() {}

    /**
     * @param mean  of the differences
     * @param low   2.5 % point of the means drawn
     * @param high  97.5 % point
     * @param draws how many
     */
    public record Interval(double mean, double low, double high, int draws) {}

    /**
     * @param differences one per pair, at least one
     * @param draws       resamples, each as large as the input
     */
    public static Interval interval(double[] differences, int draws, long seed) {
        if (differences.length == 0 || draws < 1) {
            throw new MaestroException(ComparisonErrors.BOOTSTRAP_EMPTY,
                    differences.length + " pairs and " + draws + " draws; at least one of each is needed.");
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] means = new double[draws];
        for (int draw = 0; draw < draws; draw++) {
            double sum = 0;
            for (int i = 0; i < differences.length; i++) {
                sum += differences[random.nextInt(differences.length)];
            }
            means[draw] = sum / differences.length;
        }
        Arrays.sort(means);
        return new Interval(Arrays.stream(differences).sum() / differences.length, point(means, 0.025), point(means, 0.975), draws);
    }

    /** The nearest rank. */
    private static double point(double[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.min(sorted.length - 1L, Math.ceil(share * sorted.length) - 1))];
    }
}

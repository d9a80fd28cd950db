package dev.maestro.training.offpolicy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.statistics.ConfidenceInterval;
import dev.maestro.registry.training.OffPolicyEstimate;
import dev.maestro.registry.training.OffPolicyEstimate.Value;
import dev.maestro.training.record.TrainingErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Estimates what a policy would get from what others drew: by inverse propensities (Horvitz and Thompson 1952), their
 * self-normalised form, and doubly robust step by step (Jiang and Li 2016, eq. 10, with a reward at the end only). What is expected of states and
 * choices is fitted on one half of the prompts for the other half, and on the other trajectories of the prompt. Every prompt counts alike; intervals are normal ones, by the spread between
 * prompts.
 */
final class OffPolicyEstimator {
    private final List<List<Judged>> groups = new ArrayList<>();

    /** @param group trajectories of one prompt; those that an outage ended are left out */
    void add(List<Judged> group) {
        List<Judged> valid = RewardTree.valid(group);
        if (!valid.isEmpty()) {
            groups.add(valid);
        }
    }

    /**
     * @param temperature at which the policy's probabilities were taken; for the record
     * @throws MaestroException {@code ESTIMATE_IMPOSSIBLE} with fewer than two prompts
     */
    OffPolicyEstimate estimate(long firstStep, long lastStep, double temperature) {
        if (groups.size() < 2) {
            throw new MaestroException(TrainingErrors.ESTIMATE_IMPOSSIBLE,
                    groups.size() + " prompts with a reward are on record in steps " + firstStep + " to " + lastStep
                            + ". An interval needs two; give more steps.");
        }
        double[] observed = means(each -> each.trajectory().reward());
        double[] products = means(each -> each.weight() * each.trajectory().reward());
        double[] weights = means(Judged::weight);
        List<StageValues> halves = List.of(fitted(0), fitted(1));
        List<Double> robust = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Judged> group = groups.get(g);
            RewardTree tree = RewardTree.of(group, halves.get((g + 1) % 2));
            robust.add(group.stream().mapToDouble(each -> doublyRobust(each, tree.along(each))).average().orElseThrow());
        }
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (List<Judged> group : groups) {
            for (Judged each : group) {
                double weight = each.weight();
                sum += weight;
                squares += weight * weight;
                largest = Math.max(largest, weight);
            }
        }
        return new OffPolicyEstimate(firstStep, lastStep, groups.size(), groups.stream().mapToInt(List::size).sum(), temperature,
                value(observed), value(products), ratio(products, weights), value(robust.stream().mapToDouble(d -> d).toArray()),
                squares > 0 ? sum * sum / squares : 0, sum > 0 ? largest / sum : 0);
    }

    /** On every second prompt. */
    private StageValues fitted(int half) {
        List<Judged> some = new ArrayList<>();
        for (int g = half; g < groups.size(); g += 2) {
            some.addAll(groups.get(g));
        }
        return StageValues.fit(some);
    }

    private double[] means(ToDoubleFunction<Judged> of) {
        return groups.stream().mapToDouble(group -> group.stream().mapToDouble(of).average().orElseThrow()).toArray();
    }

    private static double doublyRobust(Judged one, RewardTree.Expected expected) {
        double[] ratios = one.ratios();
        double reward = one.trajectory().reward();
        if (ratios.length == 0) {
            return reward;
        }
        double value = expected.states()[0];
        for (int i = 0; i < ratios.length; i++) {
            double next = i + 1 < ratios.length ? expected.states()[i + 1] : reward;
            value += ratios[i] * (next - expected.choices()[i]);
        }
        return value;
    }

    private static Value value(double[] means) {
        return value(mean(means), means);
    }

    private static Value value(double mean, double[] spread) {
        double centre = mean(spread);
        double squares = 0;
        for (double each : spread) {
            squares += (each - centre) * (each - centre);
        }
        ConfidenceInterval interval = ConfidenceInterval.ofMean(mean, squares / (spread.length - 1), spread.length);
        return new Value(mean, interval.low(), interval.high());
    }

    /** A ratio of two means, with the interval of its linear approximation (Cochran 1977, ch. 6). */
    private static Value ratio(double[] products, double[] weights) {
        double weight = mean(weights);
        if (!(weight > 0)) {
            return new Value(0, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
        }
        double ratio = mean(products) / weight;
        double[] residuals = new double[products.length];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = (products[i] - ratio * weights[i]) / weight;
        }
        return value(ratio, residuals);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}

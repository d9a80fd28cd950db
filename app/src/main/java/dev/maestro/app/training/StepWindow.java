package dev.maestro.app.training;

import dev.maestro.core.statistics.ConfidenceInterval;
import dev.maestro.registry.training.TrainingStore.Step;
import java.util.List;
import java.util.Optional;

/**
 * A figure over some steps of one stage: the mean, and its 95 % interval by the spread between the steps, each of which had tasks of its
 * own. What changes within the window widens it.
 *
 * @param first step
 * @param last  step
 * @param count of the steps that have the figure, at least one; of a single one the interval is that one
 */
public record StepWindow(String stage, long first, long last, int count, double mean, double low, double high) {
    /** @param steps of one stage, in order, at least one; empty when none has the figure */
    static Optional<StepWindow> of(List<Step> steps, String metric) {
        double[] values = steps.stream().filter(step -> step.metrics().has(metric))
                .mapToDouble(step -> step.metrics().path(metric).asDouble()).toArray();
        if (values.length == 0) {
            return Optional.empty();
        }
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        ConfidenceInterval interval = ConfidenceInterval.ofMean(mean, squares / Math.max(1, values.length - 1), values.length);
        return Optional.of(new StepWindow(steps.getFirst().stage(), steps.getFirst().step(), steps.getLast().step(), values.length, mean,
                interval.low(), interval.high()));
    }

    /** Where its point stands on an axis of steps. */
    double middle() {
        return (first + last) / 2.0;
    }
}

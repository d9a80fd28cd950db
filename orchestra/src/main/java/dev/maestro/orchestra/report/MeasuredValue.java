package dev.maestro.orchestra.report;

import dev.maestro.core.statistics.ConfidenceInterval;

/**
 * A figure with its 95 % confidence interval.
 *
 * @param count of what it was taken over; 0: there was nothing to measure, and the value is 0
 */
public record MeasuredValue(long count, double value, double low, double high) {
    /** A share, with Wilson's interval. */
    static MeasuredValue share(long yes, long count) {
        double share = count == 0 ? 0 : (double) yes / count;
        ConfidenceInterval interval = ConfidenceInterval.ofShare(share, count);
        return new MeasuredValue(count, share, interval.low(), interval.high());
    }

    /** A mean, with the interval of the normal approximation; as wide as nothing from a single one. */
    static MeasuredValue mean(double[] values) {
        if (values.length == 0) {
            return new MeasuredValue(0, 0, 0, 0);
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
        return new MeasuredValue(values.length, mean, interval.low(), interval.high());
    }
}

package dev.maestro.app.evaluation.report;

import dev.maestro.registry.evaluations.SampleResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Times of attempts, four bytes each. Percentiles are times that an attempt took (nearest rank); bars are exact to a thousandth. Not
 * thread-safe.
 */
final class LatencyTally {
    private static final int SIGNIFICANT_DIGITS = 3;
    /** Each bar of the plot is this much longer than the one before. */
    private static final double BAR_FACTOR = Math.sqrt(2);

    private final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    private int[] times = new int[256];
    private int attempts;
    private double latencyMs;
    private double queueMs;
    private double policyMs;
    private double expertMs;

    void add(SampleResult result) {
        histogram.recordValue(Math.max(0, result.latencyMs()));
        if (attempts == times.length) {
            times = Arrays.copyOf(times, 2 * attempts);
        }
        times[attempts++] = Math.clamp(result.latencyMs(), 0, Integer.MAX_VALUE);
        latencyMs += result.latencyMs();
        queueMs += result.queueMs();
        policyMs += result.policyMs();
        expertMs += result.expertMs();
    }

    Summary.Latency latency() {
        double n = Math.max(1, attempts);
        Arrays.sort(times, 0, attempts);
        return new Summary.Latency(latencyMs / n, at(50), at(95), at(99), at(100),
                queueMs / n, policyMs / n, expertMs / n, bars());
    }

    /** Of sorted times. */
    private long at(int percentile) {
        return attempts == 0 ? 0 : times[(int) Math.ceilDiv((long) percentile * attempts, 100L) - 1];
    }

    private List<Summary.Latency.Bar> bars() {
        List<Summary.Latency.Bar> bars = new ArrayList<>();
        if (histogram.getTotalCount() == 0) {
            return bars;
        }
        long left = histogram.getTotalCount();
        long from = histogram.getMinValue();
        double edge = Math.max(1, histogram.getMinValue());
        while (left > 0) {
            edge *= BAR_FACTOR;
            long to = Math.max(from + 1, Math.round(edge));
            long count = histogram.getCountBetweenValues(from, to - 1);
            // Neighbouring values share a cell of the histogram, so one may be seen from both sides.
            count = Math.min(count, left);
            if (count > 0 || !bars.isEmpty()) {
                bars.add(new Summary.Latency.Bar(from, to, count));
            }
            left -= count;
            from = to;
        }
        return bars;
    }
}

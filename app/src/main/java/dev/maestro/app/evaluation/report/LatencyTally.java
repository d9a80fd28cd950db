package dev.maestro.app.evaluation.report;

import dev.maestro.registry.evaluations.SampleResult;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/** Times of any number of attempts in constant memory, exact to a thousandth. Not thread-safe. */
final class LatencyTally {
    private static final int SIGNIFICANT_DIGITS = 3;
    /** Each bar of the plot is this much longer than the one before. */
    private static final double BAR_FACTOR = Math.sqrt(2);

    private final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    private double latencyMs;
    private double queueMs;
    private double policyMs;
    private double expertMs;

    void add(SampleResult result) {
        histogram.recordValue(Math.max(0, result.latencyMs()));
        latencyMs += result.latencyMs();
        queueMs += result.queueMs();
        policyMs += result.policyMs();
        expertMs += result.expertMs();
    }

    Summary.Latency latency() {
        double n = Math.max(1, histogram.getTotalCount());
        return new Summary.Latency(latencyMs / n, at(50), at(95), at(99), histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue(),
                queueMs / n, policyMs / n, expertMs / n, bars());
    }

    private long at(double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile);
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

package dev.maestro.app.evaluation.report;

/** Adds up yes and no, attempt by attempt, for one {@link Estimate}. Not thread-safe. */
final class ShareTally {
    private long samples;
    private double sum;
    private double sumSquares;
    private long current = -1;
    private int attempts;
    private int yes;

    /** Samples must come in order of index, each with its attempts together. */
    void add(long index, boolean isYes) {
        if (index != current) {
            close();
            current = index;
        }
        attempts++;
        yes += isYes ? 1 : 0;
    }

    private void close() {
        if (attempts > 0) {
            double mean = (double) yes / attempts;
            samples++;
            sum += mean;
            sumSquares += mean * mean;
        }
        attempts = 0;
        yes = 0;
    }

    Estimate estimate() {
        close();
        return Estimate.of(samples, sum, sumSquares);
    }
}

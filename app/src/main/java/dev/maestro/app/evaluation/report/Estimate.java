package dev.maestro.app.evaluation.report;

import dev.maestro.core.statistics.ConfidenceInterval;

/**
 * A share with its uncertainty.
 *
 * @param samples samples it was taken over
 * @param share   0 to 1; the mean over samples of each sample's mean over its attempts. 0 when there are none
 * @param low     lower end of the 95 % confidence interval
 * @param high    upper end
 */
public record Estimate(long samples, double share, double low, double high) {
    /**
     * From one attempt per sample: Wilson's score interval. From several: the attempts at one sample are alike, so the
     * interval is of the samples' means, never narrower than if each sample counted once.
     *
     * @param sum        of the samples' means
     * @param sumSquares of their squares
     */
    static Estimate of(long samples, double sum, double sumSquares) {
        if (samples == 0) {
            return new Estimate(0, 0, 0, 1);
        }
        double n = samples;
        double p = sum / n;
        // Equal to p(1-p) for yes and no; smaller when several attempts average out.
        double variance = Math.max(0, sumSquares / n - p * p);
        double binomial = p * (1 - p);
        double effective = variance > 0 && variance < binomial ? n * binomial / variance : n;
        ConfidenceInterval interval = ConfidenceInterval.ofShare(p, effective);
        return new Estimate(samples, p, interval.low(), interval.high());
    }
}

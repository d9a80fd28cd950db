package dev.maestro.app.evaluation.report;

/**
 * A share with its uncertainty.
 *
 * @param samples samples it was taken over
 * @param share   0 to 1; the mean over samples of each sample's mean over its attempts. 0 when there are none
 * @param low     lower end of the 95 % confidence interval
 * @param high    upper end
 */
public record Estimate(long samples, double share, double low, double high) {
    /** 97.5 % point of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * From one attempt per sample: Wilson's score interval (Wilson 1927), which is right near 0 and 1 too,
     * where the normal approximation is not. From several: the attempts at one sample are alike, so the
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
        double z2 = Z * Z;
        double centre = (p + z2 / (2 * effective)) / (1 + z2 / effective);
        double half = Z * Math.sqrt(binomial / effective + z2 / (4 * effective * effective)) / (1 + z2 / effective);
        return new Estimate(samples, p, Math.max(0, Math.min(p, centre - half)), Math.min(1, Math.max(p, centre + half)));
    }
}

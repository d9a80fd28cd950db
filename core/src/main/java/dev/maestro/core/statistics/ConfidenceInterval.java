package dev.maestro.core.statistics;

/** Where a figure lies with a confidence of 95 %. */
public record ConfidenceInterval(double low, double high) {
    /** 97.5 % point of the normal distribution. */
    private static final double Z = 1.959963984540054;

    /**
     * Of a share: Wilson's score interval (Wilson 1927), which is right near 0 and 1 too, where the normal approximation is not.
     *
     * @param share   0 to 1
     * @param samples yes or no each, as many as they count for when they are alike; 0: nothing is known, 0 to 1
     */
    public static ConfidenceInterval ofShare(double share, double samples) {
        if (samples <= 0) {
            return new ConfidenceInterval(0, 1);
        }
        double z2 = Z * Z;
        double centre = (share + z2 / (2 * samples)) / (1 + z2 / samples);
        double half = Z * Math.sqrt(share * (1 - share) / samples + z2 / (4 * samples * samples)) / (1 + z2 / samples);
        return new ConfidenceInterval(Math.max(0, Math.min(share, centre - half)), Math.min(1, Math.max(share, centre + half)));
    }

    /**
     * Of a mean: the normal approximation, for some dozens of samples and more.
     *
     * @param variance of the samples, with their number less one for divisor
     * @param samples  at least 1
     */
    public static ConfidenceInterval ofMean(double mean, double variance, long samples) {
        double half = Z * Math.sqrt(variance / samples);
        return new ConfidenceInterval(mean - half, mean + half);
    }
}

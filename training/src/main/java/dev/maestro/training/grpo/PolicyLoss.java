package dev.maestro.training.grpo;

/**
 * The loss of one decision, in numbers: what the program of tensor operations computes for all of them at once, and what
 * tests hold it to. Formulae of Shao et al. 2024 (GRPO), Ye et al. 2020 (dual clip), Schulman's k3 estimate of a divergence.
 */
public final class PolicyLoss {
    /** A difference of log-probabilities beyond this is cut before it is raised to a ratio. */
    public static final double LARGEST_LOG_RATIO = 20;
    /** Most that the estimate of the divergence says of one decision. */
    public static final double LARGEST_KL = 10;

    private PolicyLoss() {}

    /** @param old log-probability that the ratio compares with */
    public static double of(double logProbability, double old, double advantage, GrpoSettings settings) {
        double ratio = Math.exp(Math.clamp(logProbability - old, -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO));
        double clipped = Math.clamp(ratio, 1 - settings.clipLow(), 1 + settings.clipHigh());
        double loss = Math.max(-advantage * ratio, -advantage * clipped);
        return advantage < 0 && settings.dualClip().isPresent() ? Math.min(loss, -settings.dualClip().getAsDouble() * advantage) : loss;
    }

    /** How far the policy is from the reference model, as this decision shows it. */
    public static double kl(double logProbability, double reference) {
        double d = Math.clamp(reference - logProbability, -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO);
        return Math.clamp(Math.exp(d) - d - 1, -LARGEST_KL, LARGEST_KL);
    }

    /** The weight of a decision that other weights drew. */
    public static double importance(double old, double drawn, double floor, double cap) {
        return Math.clamp(Math.exp(Math.clamp(old - drawn, -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO)), floor, cap);
    }
}

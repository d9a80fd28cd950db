package dev.maestro.training.grpo;

/**
 * AdamW with a bound on the norm of all gradients.
 *
 * @param learningRate of every step after the warm-up
 * @param warmUpSteps  over which the rate rises evenly; 0: none
 * @param beta1        decay of the first moment
 * @param beta2        decay of the second
 * @param epsilon      added to the root of the second moment
 * @param weightDecay  of all weights, decoupled from the gradient
 * @param clipNorm     most that the norm of all gradients together may be
 */
public record OptimiserSettings(double learningRate, int warmUpSteps, double beta1, double beta2, double epsilon, double weightDecay,
        double clipNorm) {
    public OptimiserSettings {
        SettingRange.require(learningRate > 0 && learningRate <= 1, "learning rate", learningRate, "above 0, at most 1");
        SettingRange.require(warmUpSteps >= 0, "warm-up steps", warmUpSteps, "at least 0");
        SettingRange.require(beta1 >= 0 && beta1 < 1, "first beta", beta1, "0, below 1");
        SettingRange.require(beta2 >= 0 && beta2 < 1, "second beta", beta2, "0, below 1");
        SettingRange.require(epsilon > 0 && epsilon <= 1, "epsilon", epsilon, "above 0, at most 1");
        SettingRange.require(weightDecay >= 0 && weightDecay <= 1, "weight decay", weightDecay, "0 to 1");
        SettingRange.require(clipNorm > 0, "largest norm of gradients", clipNorm, "above 0");
    }

    /** As the reference's launch script and the framework's defaults have it. */
    public static OptimiserSettings reference() {
        return new OptimiserSettings(1e-6, 0, 0.9, 0.999, 1e-8, 0.01, 1);
    }

    /** For reinforcement from a small model's own trajectories. */
    public static OptimiserSettings standard() {
        return new OptimiserSettings(4e-4, 10, 0.9, 0.99, 1e-8, 0.01, 1);
    }

    public OptimiserSettings at(double rate) {
        return new OptimiserSettings(rate, warmUpSteps, beta1, beta2, epsilon, weightDecay, clipNorm);
    }

    public OptimiserSettings warmingUp(int steps) {
        return new OptimiserSettings(learningRate, steps, beta1, beta2, epsilon, weightDecay, clipNorm);
    }

    public OptimiserSettings withBetas(double first, double second) {
        return new OptimiserSettings(learningRate, warmUpSteps, first, second, epsilon, weightDecay, clipNorm);
    }

    /** @param step from 1 */
    public double rateAt(long step) {
        return warmUpSteps == 0 ? learningRate : learningRate * Math.min(1, (double) step / warmUpSteps);
    }
}

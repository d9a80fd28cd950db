package dev.maestro.training.rollout;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.TrainingErrors;

/**
 * How a step's trajectories are drawn.
 *
 * @param temperature   that scores are divided by; 0 takes the best of what is allowed
 * @param run           number of the run, by which its draws differ from another's
 * @param step          of the run
 * @param policyVersion names the weights, for the record
 * @param maxTokens     longest response; one that would be longer ends as out of tokens
 * @param groupsAtOnce  groups that are written side by side; memory grows with it, draws do not depend on it
 */
public record DrawSettings(double temperature, long run, long step, String policyVersion, int maxTokens, int groupsAtOnce) {
    private static final int GROUPS = 64;

    public DrawSettings {
        if (!(temperature >= 0 && temperature <= 100) || maxTokens < 1 || groupsAtOnce < 1) {
            throw new MaestroException(TrainingErrors.TRAINING_SETTING_INVALID, "temperature " + temperature + ", " + maxTokens
                    + " tokens, " + groupsAtOnce + " groups. Valid: 0 to 100, at least 1, at least 1.");
        }
    }

    public static DrawSettings sampled(long run, long step, String policyVersion, int maxTokens) {
        return new DrawSettings(1, run, step, policyVersion, maxTokens, GROUPS);
    }

    /** The best of what is allowed: for evaluations. */
    public static DrawSettings greedy(String policyVersion, int maxTokens) {
        return new DrawSettings(0, 0, 0, policyVersion, maxTokens, GROUPS);
    }

    public DrawSettings at(double other) {
        return new DrawSettings(other, run, step, policyVersion, maxTokens, groupsAtOnce);
    }

    public DrawSettings together(int groups) {
        return new DrawSettings(temperature, run, step, policyVersion, maxTokens, groups);
    }
}

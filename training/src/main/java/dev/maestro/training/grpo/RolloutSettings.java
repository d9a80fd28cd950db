package dev.maestro.training.grpo;

/**
 * What is drawn for a step, and within which bounds.
 *
 * @param promptsPerStep    groups of a step
 * @param temperature       above 0
 * @param topP              above 0, to 1; below 1 what was drawn is no longer what is trained
 * @param topK              0: all
 * @param maxTurns          replies of the policy in a trajectory
 * @param promptTokens      longest prompt
 * @param responseTokens    longest response, observations included
 * @param replyTokens       longest single reply
 * @param observationTokens longest observation
 */
public record RolloutSettings(int promptsPerStep, double temperature, double topP, int topK, int maxTurns, int promptTokens,
        int responseTokens, int replyTokens, int observationTokens) {
    public RolloutSettings {
        SettingRange.require(promptsPerStep >= 1 && promptsPerStep <= 65_536, "prompts per step", promptsPerStep, "1 to 65536");
        SettingRange.require(temperature > 0 && temperature <= 100, "temperature", temperature, "above 0, at most 100");
        SettingRange.require(topP > 0 && topP <= 1, "top_p", topP, "above 0, at most 1");
        SettingRange.require(topK >= 0, "top_k", topK, "at least 0");
        SettingRange.require(maxTurns >= 1 && maxTurns <= 1_000, "turns", maxTurns, "1 to 1000");
        SettingRange.require(promptTokens >= 1 && responseTokens >= 1 && replyTokens >= 1 && observationTokens >= 1, "tokens",
                promptTokens + ", " + responseTokens + ", " + replyTokens + ", " + observationTokens, "each at least 1");
    }

    /** As the reference's launch script has it. */
    public static RolloutSettings reference() {
        return new RolloutSettings(1, 1, 1, 0, 4, 12_288, 4_096, 8_192, 1_024);
    }

    /** For short trajectories of a small model. */
    public static RolloutSettings standard() {
        return new RolloutSettings(32, 1, 1, 0, 4, 12_288, 4_096, 8_192, 1_024);
    }
}

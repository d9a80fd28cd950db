package dev.maestro.training.grpo;

/**
 * When a run has gone wrong for good.
 *
 * @param patience         steps in a row for which a sign must be there
 * @param smoothing        weight of a step in the running mean of rewards, above 0, to 1
 * @param rewardDrop       the running mean lies so far below its best
 * @param leastEntropy     mean entropy of a kind that has a choice, in nats
 * @param largestShare     of one expert, skill or place in a list among all calls
 * @param largestEqual     share of groups whose rewards are all equal
 * @param largestGap       between log-probabilities drawn and computed; one step is enough
 */
public record CollapseSettings(int patience, double smoothing, double rewardDrop, double leastEntropy, double largestShare,
        double largestEqual, double largestGap) {
    public CollapseSettings {
        SettingRange.require(patience >= 1, "patience", patience, "at least 1");
        SettingRange.require(smoothing > 0 && smoothing <= 1, "smoothing", smoothing, "above 0, at most 1");
        SettingRange.require(rewardDrop > 0, "drop of the reward", rewardDrop, "above 0");
        SettingRange.require(leastEntropy >= 0, "least entropy", leastEntropy, "at least 0");
        SettingRange.require(largestShare > 0 && largestShare <= 1, "largest share", largestShare, "above 0, at most 1");
        SettingRange.require(largestEqual > 0 && largestEqual <= 1, "largest share of equal groups", largestEqual, "above 0, at most 1");
        SettingRange.require(largestGap > 0, "largest gap", largestGap, "above 0");
    }

    public static CollapseSettings standard() {
        return new CollapseSettings(10, 0.1, 0.15, 0.02, 0.9, 0.98, 0.1);
    }
}

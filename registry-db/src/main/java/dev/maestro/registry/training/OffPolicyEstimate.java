package dev.maestro.registry.training;

/**
 * What a policy would get, in the mean, from the prompts of a run's record, estimated from what other policies drew there.
 *
 * @param firstStep             of the run, that trajectories are of
 * @param lastStep              likewise
 * @param groups                prompts; intervals are by the spread between them
 * @param trajectories          whose rewards count
 * @param temperature           at which the policy is taken to draw; 0: always the likeliest
 * @param observed              mean reward of those who drew
 * @param inversePropensity     unbiased, and wide where the policies differ
 * @param weighted              the same divided by the mean weight: narrower, and off by a little
 * @param doublyRobust          unbiased like the first, and narrower where rewards can be foreseen from the other trajectories of a prompt
 * @param effectiveTrajectories as how many of its own the weighted trajectories count: the square of the sum of their weights over
 *                              the sum of the squares
 * @param largestWeight         share of one trajectory in the sum of weights
 */
public record OffPolicyEstimate(long firstStep, long lastStep, int groups, int trajectories, double temperature, Value observed,
        Value inversePropensity, Value weighted, Value doublyRobust, double effectiveTrajectories, double largestWeight) {
    /** A mean with its 95 % interval. */
    public record Value(double mean, double low, double high) {}
}

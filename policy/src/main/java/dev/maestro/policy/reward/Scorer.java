package dev.maestro.policy.reward;

import java.util.List;

/** Says how good a trajectory is. Pure and total: no input makes it throw; thread-safe. */
public interface Scorer {
    /** {@code reference} or {@code strict}. */
    String name();

    Score score(Sample sample);

    /**
     * @param dataSource  e.g. {@code chartqa}; chooses the comparison
     * @param groundTruth accepted answers; for multiple choice the letter, then the option's text
     * @param trajectory  the whole response text, policy turns and observations in order, as the reference system
     *                    would have written it
     * @param answer      the policy's own final answer; empty when it gave none
     */
    record Sample(String dataSource, List<String> groundTruth, String trajectory, java.util.Optional<String> answer) {
        public Sample {
            groundTruth = List.copyOf(groundTruth);
        }
    }

    /**
     * @param accuracy 1 right, 0 wrong
     * @param format   0 well formed, -1 not
     * @param total    the reward
     * @param why      one sentence for people: what was compared with what
     */
    record Score(double accuracy, double format, double total, String why) {}
}

package dev.maestro.scoring;

import dev.maestro.policy.Action;
import java.util.List;
import java.util.Optional;

/** Says how good a trajectory is. Pure and total: no input makes it throw; thread-safe. */
public interface Scorer {
    /** {@code reference} or {@code strict}. */
    String name();

    Score score(Sample sample);

    /**
     * @param dataSource  e.g. {@code chartqa}; chooses the comparison
     * @param groundTruth accepted answers; for multiple choice the letter, then the option's text
     * @param trajectory  the whole response text, policy turns and observations in order, as the reference system
     *                    would have written it; empty when only the actions are known
     * @param answer      the policy's own final answer; empty when it gave none
     * @param turns        what the policy did, turn by turn; empty when not known
     * @param costMicros  what the query cost; 0 when not known
     * @param textTruth   the row's truth is one text, not a list: the reference system's default comparison takes no list
     */
    record Sample(
            String dataSource, List<String> groundTruth, String trajectory, Optional<String> answer,
            List<ScoredTurn> turns, long costMicros, boolean textTruth) {
        public Sample {
            groundTruth = List.copyOf(groundTruth);
            turns = List.copyOf(turns);
        }

        /** Without what only the record knows. */
        public Sample(String dataSource, List<String> groundTruth, String trajectory, Optional<String> answer) {
            this(dataSource, groundTruth, trajectory, answer, List.of(), 0, false);
        }
    }

    /** One turn as it was recorded. */
    record ScoredTurn(Action action, TurnEffect effect) {}

    /** What came of a turn. */
    enum TurnEffect {
        /** An expert answered the call. */
        EVIDENCE,
        /** The rules refused the call. */
        REFUSED,
        /** The call was tried and failed: no fault of the policy's. */
        FAILED,
        /** Nothing was called: an answer, or a text without an action. */
        NOTHING
    }

    /**
     * @param accuracy 1 right, 0 wrong
     * @param format   0 well formed, down to -1
     * @param total    the reward
     * @param why      one sentence for people: what was compared with what
     */
    record Score(double accuracy, double format, double total, String why) {}
}

package dev.maestro.training.record;

import dev.maestro.core.errors.MaestroException;
import java.util.List;

/**
 * One way in which the policy dealt with a question, turn by turn. What a turn read is no continuation of what the turn before
 * wrote (thoughts are left out of it), so each turn is a trajectory of its own; the reward is of all of them.
 *
 * @param turns at least one, in order, of one group, one reward and one ending
 */
public record Rollout(List<Trajectory> turns) {
    public Rollout {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new MaestroException(TrainingErrors.GROUP_INVALID, "a rollout without turns. At least one is needed.");
        }
        Trajectory first = turns.getFirst();
        for (Trajectory turn : turns) {
            if (!turn.group().equals(first.group()) || Double.compare(turn.reward(), first.reward()) != 0
                    || turn.ending() != first.ending()) {
                throw new MaestroException(TrainingErrors.GROUP_INVALID,
                        "turn \"" + turn.id() + "\" differs from \"" + first.id() + "\" in group, reward or ending.");
            }
        }
    }

    /** The one that all rollouts of a group begin with: it goes on from their prompt. */
    public Trajectory first() {
        return turns.getFirst();
    }
}

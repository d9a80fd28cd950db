package dev.maestro.activities;

import dev.maestro.core.registry.Profile;
import dev.maestro.policy.Action;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Asks the policy for the next action. */
@ActivityInterface
public interface PolicyActivities {
    /** Decides a turn, once: a recorded decision is returned as it stands. */
    @ActivityMethod(name = "Decide")
    Decision decide(DecideRequest request);

    /**
     * @param turn      from 1
     * @param turnsLeft this one included
     */
    record DecideRequest(String queryId, int turn, int turnsLeft, long registryRevision, Profile profile, String policy) {}

    /**
     * @param why      one sentence for people
     * @param recorded whether it was found in the history rather than decided now
     */
    record Decision(Action action, String why, boolean recorded) {}
}

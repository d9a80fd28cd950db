package dev.maestro.activities;

import io.temporal.activity.ActivityInterface;
import java.util.Optional;

/** What a process that trains does. It may be asked again: a step that was recorded is not recorded twice. */
@ActivityInterface
public interface TrainingActivities {
    /**
     * Takes the next steps of a run, from where its saved state stands, records them, and saves the state.
     *
     * @return where the run stands then
     */
    Advance advance(String run);

    /**
     * Where a run stands.
     *
     * @param step      steps taken so far, all stages together
     * @param stage     of the last one
     * @param finished  whether the recipe is done
     * @param collapse  why it must not go on, where the alarm says so
     * @param milestone short text for people: the newest numbers
     */
    record Advance(long step, String stage, boolean finished, Optional<String> collapse, String milestone) {}
}

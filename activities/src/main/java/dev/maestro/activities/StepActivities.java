package dev.maestro.activities;

import dev.maestro.core.query.StepKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.skills.StepCall;
import dev.maestro.skills.StepResult;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Runs one step of a plan. */
@ActivityInterface
public interface StepActivities {
    /**
     * Runs the step, once: a recorded result is returned as it stands. Fails with an
     * {@code ApplicationFailure} whose type is one of {@link QueryErrors} or {@code ExpertErrors}.
     */
    @ActivityMethod(name = "Step")
    StepReport run(StepRequest request);

    /**
     * @param leaf   the skill whose plan the step belongs to
     * @param input  the call's input text
     * @param expert whom to ask; empty for a step that asks nobody
     * @param asked  the candidate that was asked first
     * @param candidate number of the candidate, from 1
     * @param skill  the skill that was named: {@code leaf} itself, or its router; empty in requests of earlier versions
     */
    record StepRequest(
            String queryId, int turn, long registryRevision, Profile profile, String leaf, StepCall call, String input,
            String expert, String asked, int candidate, String skill) {
        public StepRequest {
            skill = skill == null ? "" : skill;
        }

        /** A step of a leaf that was named itself. */
        public StepRequest(String queryId, int turn, long registryRevision, Profile profile, String leaf, StepCall call, String input,
                String expert, String asked, int candidate) {
            this(queryId, turn, registryRevision, profile, leaf, call, input, expert, asked, candidate, leaf);
        }

        /** Whether a router chose the leaf. */
        public boolean routed() {
            return !skill.isEmpty() && !skill.equals(leaf);
        }

        /** The step's key in the history. */
        public StepKey key() {
            return new StepKey(queryId, turn, call.id());
        }
    }

    /**
     * @param preview  beginning of the reply, at most 160 characters
     * @param recorded whether it was found in the history rather than done now
     */
    record StepReport(StepResult result, String expert, String preview, long latencyMs, boolean recorded) {}
}

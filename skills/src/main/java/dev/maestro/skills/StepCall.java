package dev.maestro.skills;

import dev.maestro.core.query.CallId;
import dev.maestro.core.query.StepKind;

/**
 * One run of a step that a plan wants now.
 *
 * @param id   which effect it is
 * @param step the step's place in the plan: its id, for one inside a repeat {@code outer/inner}
 * @param kind what it does
 */
public record StepCall(CallId id, String step, StepKind kind) {
    /**
     * @param step  place in the plan
     * @param image index of the image it is for, from 0; {@link CallId#ALL_IMAGES}: all
     * @param round of a repeat, from 1; 0 outside
     */
    public static StepCall of(String step, StepKind kind, int image, int round) {
        return new StepCall(new CallId(step.substring(step.lastIndexOf('/') + 1), image, round), step, kind);
    }

    public int image() {
        return id.image();
    }

    public int round() {
        return id.round();
    }
}

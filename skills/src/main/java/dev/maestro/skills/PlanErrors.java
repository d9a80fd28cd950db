package dev.maestro.skills;

import dev.maestro.core.errors.ErrorCode;

/** Codes of plans that cannot be read or run. */
public enum PlanErrors implements ErrorCode {
    PLAN_UNREADABLE(
            "The document of a plan is not JSON, or does not have the form of a plan. Correct it at the place that the message names."),
    PLAN_INVALID("The steps of a plan do not fit together. Correct what the message lists."),
    PLAN_STEP_UNKNOWN(
            "A prompt was asked for a step that the plan does not have. This is a defect of the program: report it with its log."),
    PLAN_CALL_UNKNOWN(
            "The end of a call was reported that the plan never handed out. This is a defect of the program: report it with its log."),
    PLAN_OBSERVED_NOTHING(
            "None of the steps that a plan observes ran, since their conditions did not hold. Ask in another way, or have an operator correct the plan.");

    private final String meaning;

    PlanErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

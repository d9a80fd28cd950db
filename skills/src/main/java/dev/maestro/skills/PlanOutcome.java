package dev.maestro.skills;

/** How a plan's run ended. */
public sealed interface PlanOutcome {
    /** The observation is the text of this step call's result, cut as the plan says. */
    record Observed(String call, Plan.Observation cut) implements PlanOutcome {}

    /** A step that is not optional failed. */
    record Failed(StepResult step) implements PlanOutcome {}
}

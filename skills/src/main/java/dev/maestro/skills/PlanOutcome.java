package dev.maestro.skills;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.maestro.core.query.CallId;

/** How a plan's run ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PlanOutcome.Observed.class, name = "observed"),
    @JsonSubTypes.Type(value = PlanOutcome.Failed.class, name = "failed")
})
public sealed interface PlanOutcome {
    /** The observation is the text of this step call's result, cut as the plan says. */
    record Observed(CallId call, Plan.Observation cut) implements PlanOutcome {}

    /** A step that is not optional failed. */
    record Failed(StepResult.Failed step) implements PlanOutcome {}
}

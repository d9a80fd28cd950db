package dev.maestro.activities;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.PlanOutcome;

/** How a turn ended, before the policy is told. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TurnEnd.Invalid.class, name = "invalid"),
    @JsonSubTypes.Type(value = TurnEnd.RefusedByRules.class, name = "refused_by_rules"),
    @JsonSubTypes.Type(value = TurnEnd.RefusedByPerson.class, name = "refused_by_person"),
    @JsonSubTypes.Type(value = TurnEnd.Ran.class, name = "ran")
})
public sealed interface TurnEnd {
    /** The policy's text held no valid action. */
    record Invalid(String code, String reason) implements TurnEnd {}

    record RefusedByRules(Verdict.Refused verdict) implements TurnEnd {}

    /** @param reason what was not approved, one sentence */
    record RefusedByPerson(Verdict.NeedsApproval verdict, String reason) implements TurnEnd {}

    /** A leaf's plan ran. */
    record Ran(Verdict.Dispatched verdict, PlanOutcome outcome) implements TurnEnd {}
}

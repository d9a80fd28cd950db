package dev.maestro.skills;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.maestro.core.query.CallId;

/**
 * How a {@link StepCall} ended, in as much detail as the plan needs to go on. The whole result is in the history under
 * the call's key.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StepResult.Done.class, name = "DONE"),
    @JsonSubTypes.Type(value = StepResult.Failed.class, name = "FAILED"),
    @JsonSubTypes.Type(value = StepResult.Skipped.class, name = "SKIPPED")
})
public sealed interface StepResult {
    CallId call();

    /** @param value short value for branching (a label, {@code crop}, {@code none}, {@code pass}, {@code fail}), at most 200 characters */
    @JsonIgnoreProperties(ignoreUnknown = true) // histories of earlier builds carry empty fields of the other cases
    record Done(CallId call, String value) implements StepResult {}

    /**
     * @param failure its code, e.g. {@code EXPERT_UNREACHABLE}
     * @param message for the audit
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Failed(CallId call, String failure, String message) implements StepResult {}

    /** Its condition did not hold, there was no image, or nobody to ask. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Skipped(CallId call) implements StepResult {}
}

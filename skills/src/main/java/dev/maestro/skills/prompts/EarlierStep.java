package dev.maestro.skills.prompts;

import dev.maestro.core.query.CallId;

/**
 * A finished call of the same plan's run, for the prompts that come after it.
 *
 * @param call  which effect of the plan it was
 * @param text  its text, untrusted
 * @param value its short value
 * @param json  its structured result; empty or {@code {}} for none
 */
public record EarlierStep(CallId call, String text, String value, String json) {
    public EarlierStep(CallId call, String text, String value) {
        this(call, text, value, "");
    }
}

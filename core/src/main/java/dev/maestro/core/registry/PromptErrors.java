package dev.maestro.core.registry;

import dev.maestro.core.errors.ErrorCode;

/** Prompts that cannot be written, whoever writes them: a skill's step, the policy, a local model. */
public enum PromptErrors implements ErrorCode {
    PROMPT_UNKNOWN("The registry revision has no prompt of this name. Add a row to prompts, or correct the name where it is used."),
    PROMPT_INVALID("A prompt does not render, or what it comes to does not fit together. Correct what the message names.");

    private final String meaning;

    PromptErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

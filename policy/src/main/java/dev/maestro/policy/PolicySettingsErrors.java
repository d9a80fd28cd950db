package dev.maestro.policy;

import dev.maestro.core.errors.ErrorCode;

/** Codes of policies that cannot be set up. */
public enum PolicySettingsErrors implements ErrorCode {
    POLICY_SETTINGS_INVALID("A setting of a policy is outside its range. Correct it to the range that the message names.");

    private final String meaning;

    PolicySettingsErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

package dev.maestro.app.config;

import dev.maestro.core.errors.ErrorCode;

/** Settings that are wrong. */
public enum ConfigurationErrors implements ErrorCode {
    CONFIGURATION_INVALID(
            "A setting is unknown or has a value that is not valid. Correct all that the message lists, each where it stands.");

    private final String meaning;

    ConfigurationErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

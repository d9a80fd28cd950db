package dev.maestro.inference.qwen;

import dev.maestro.core.errors.ErrorCode;

/** Ways of loading a model that do not exist. */
public enum LoadErrors implements ErrorCode {
    LOAD_OPTIONS_INVALID("A number that says how a model is loaded is not positive. Give at least 1."),
    DEVICE_UNKNOWN("No device is named so. Write auto, cpu, cuda, or one of several as cuda:1."),
    DTYPE_UNKNOWN("No number format is named so. Write one of those that the message lists.");

    private final String meaning;

    LoadErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

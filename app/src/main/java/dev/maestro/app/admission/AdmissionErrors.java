package dev.maestro.app.admission;

import dev.maestro.core.errors.ErrorCode;

/** Codes of what keeps a probe from being asked. */
public enum AdmissionErrors implements ErrorCode {
    PROBE_PICTURE_UNUSABLE("The image of a probe cannot be drawn or fetched. Correct the column picture of the row.");

    private final String meaning;

    AdmissionErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

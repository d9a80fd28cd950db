package dev.maestro.registry.history;

import dev.maestro.core.errors.ErrorCode;

/** Records that do not fit what stands. */
public enum HistoryErrors implements ErrorCode {
    HISTORY_CONFLICT(
            "Another record stands in the place of this one under a different key. This is a defect of the program: report it with the log.");

    private final String meaning;

    HistoryErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

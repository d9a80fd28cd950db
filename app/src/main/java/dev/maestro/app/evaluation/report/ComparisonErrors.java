package dev.maestro.app.evaluation.report;

import dev.maestro.core.errors.ErrorCode;

/** Runs that cannot be compared. */
public enum ComparisonErrors implements ErrorCode {
    RUNS_NOT_COMPARABLE("Two evaluations have no scored sample in common. Compare runs over the same data."),
    BOOTSTRAP_EMPTY("There are no pairs or no draws to resample. This is a defect of the program: report it with its log.");

    private final String meaning;

    ComparisonErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

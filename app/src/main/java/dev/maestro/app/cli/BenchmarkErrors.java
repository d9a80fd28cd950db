package dev.maestro.app.cli;

import dev.maestro.core.errors.ErrorCode;

/** Benchmarks that cannot be run as asked for. */
public enum BenchmarkErrors implements ErrorCode {
    TASKS_INVALID("The number given with --n is outside its range. Give one in the range that the message names."),
    SPLIT_UNKNOWN("The benchmark has no split of this name. Choose among those that the message lists."),
    PRICE_UNKNOWN("The benchmark has no price weight of this name. Choose among those that the message lists.");

    private final String meaning;

    BenchmarkErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

package dev.maestro.orchestra.world;

import dev.maestro.core.errors.ErrorCode;

/** What the benchmark orchestra refuses. */
public enum OrchestraErrors implements ErrorCode {
    TASK_OPTIONS_INVALID("An option of the benchmark's tasks is outside its range. Give one in the range that the message names."),
    MOVE_INVALID("A policy made a move that the benchmark's task does not have. The message names the move and what is valid."),
    BASELINE_UNKNOWN("The benchmark has no baseline of this name. Choose one of those that the message lists."),
    VOCABULARY_TOO_SMALL(
            "The vocabulary asked for cannot hold the words of the benchmark. Ask for one of at least the size that the message names."),
    TOKENIZER_UNSUITABLE(
            "The checkpoint's tokenizer was not made for the benchmark, so its decisions cannot be told apart by one token. Give a checkpoint that was trained for the benchmark."),
    DECISION_FAILED(
            "The checkpoint gave no decision in the benchmark. The message says what failed; run it again, or with another checkpoint.");

    private final String meaning;

    OrchestraErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

package dev.maestro.app.cli;

import dev.maestro.core.errors.ErrorCode;

/** Codes of evaluations that cannot be steered, shown or begun. */
public enum EvaluationErrors implements ErrorCode {
    EVALUATION_ENDED("The evaluation does not run. Resume it with maestro evaluate --resume."),
    EVALUATION_NOT_ENDED("The evaluation has not ended yet, so it cannot be replayed. Let it end first, with maestro evaluate --resume."),
    EVALUATION_EXISTS("There is an evaluation of this name under other conditions. Choose another --name, or resume it with --resume.");

    private final String meaning;

    EvaluationErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

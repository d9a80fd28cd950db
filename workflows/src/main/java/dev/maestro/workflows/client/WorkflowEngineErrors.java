package dev.maestro.workflows.client;

import dev.maestro.core.errors.ErrorCode;

/** What keeps a client from reaching queries and evaluations that run. */
public enum WorkflowEngineErrors implements ErrorCode {
    ENGINE_UNAVAILABLE("The workflow engine cannot be reached. What was accepted is kept and begins when it is back; try again."),
    EVALUATION_ENDED("The evaluation does not run. Resume it with maestro evaluate --resume.");

    private final String meaning;

    WorkflowEngineErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

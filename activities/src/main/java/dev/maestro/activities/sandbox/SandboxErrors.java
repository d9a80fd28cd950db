package dev.maestro.activities.sandbox;

import dev.maestro.core.errors.ErrorCode;

/** Codes of why generated code was not run; none of them says anything about the code. */
public enum SandboxErrors implements ErrorCode {
    SANDBOX_UNAVAILABLE("Generated code is not run on this machine: it has no sandbox. See maestro doctor for what it would need."),
    SANDBOX_BROKEN(
            "The sandbox could not be started or set up this time. The step is tried again; see maestro doctor when this happens again."),
    SANDBOX_CANCELLED("Nobody waits for the run any more, so it was given up."),
    SANDBOX_LIMITS("A limit of the sandbox is below what Python needs to start. Raise it to what the message names.");

    private final String meaning;

    SandboxErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

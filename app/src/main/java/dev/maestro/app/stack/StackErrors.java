package dev.maestro.app.stack;

import dev.maestro.core.errors.ErrorCode;

/** Why the programs that Maestro needs around it are not there. */
public enum StackErrors implements ErrorCode {
    STACK_RUNNING("Maestro runs already under the same MAESTRO_HOME. Stop it with maestro down, or use another MAESTRO_HOME."),
    STACK_NOT_RUNNING("The command needs a running Maestro, and none runs under MAESTRO_HOME. Start one with maestro up."),
    STACK_DOES_NOT_STOP("The process of Maestro still runs after it was asked to stop. Look at its log, and end the process by hand."),
    STACK_FILE_UNREADABLE(
            "The file in which a running Maestro says how it is reached cannot be read. Run as the user who started it, or delete the file when none runs."),
    STACK_CONFIGURATION_DIFFERS(
            "The running Maestro uses an external database, and this command has none set. Use the same configuration for both."),
    WORKER_START_FAILED("A worker process could not be started or ended at once. The message and its log say why."),
    START_INTERRUPTED("The program was stopped while it started. Start it again.");

    private final String meaning;

    StackErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

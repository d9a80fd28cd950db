package dev.maestro.app.program;

import dev.maestro.core.errors.ErrorCode;

/** Codes of what a command says beside its result; none of them alone stops it. */
public enum Notices implements ErrorCode {
    GENERATION_SETTING_IGNORED(
            "The generation_config.json asks for a setting that is not supported, and the command goes on without it. Expect other texts than with it."),
    LINES_REFUSED("Some lines of the input could not be answered, and the others were. Look for error_code in the output."),
    OUTPUT_CLOSED("Nobody reads the output any more, so the command stops early. Keep the reader open to have all answers."),
    REVISION_REJECTED(
            "A new registry revision does not pass its checks, and the one before goes on serving. Correct the rows that the message lists.");

    private final String meaning;

    Notices(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

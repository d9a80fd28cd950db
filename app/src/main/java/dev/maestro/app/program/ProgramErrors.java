package dev.maestro.app.program;

import dev.maestro.core.errors.ErrorCode;

/** Codes of what keeps the program itself from working, whatever it was asked to do. */
public enum ProgramErrors implements ErrorCode {
    INTERNAL("The program has a defect. The log under MAESTRO_HOME/logs has the details: report it with them."),
    HOME_NOT_WRITABLE(
            "A folder under MAESTRO_HOME cannot be made or written. Free space there, correct its permissions, or set MAESTRO_HOME."),
    HOME_UNUSABLE("A file under MAESTRO_HOME cannot be read or written. Check free space and permissions there."),
    OUTPUT_LOST("Standard output could not be written to its end. Free space, or keep its reader open; what the command did stands."),
    OUT_NOT_WRITABLE("A file of results cannot be written. Free space, or name another folder.");

    private final String meaning;

    ProgramErrors(String meaning) {
        this.meaning = meaning;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

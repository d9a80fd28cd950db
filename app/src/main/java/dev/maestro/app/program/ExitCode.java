package dev.maestro.app.program;

/** The program's exit codes: a promise to scripts, documented in {@code docs/cli.md}. */
public enum ExitCode {
    OK(0, "done; of a query: it was answered"),
    QUERY_FAILED(1, "the query failed or was cancelled, or a check found something wrong"),
    USAGE(2, "the command line is wrong: unknown command, option or name"),
    BAD_INPUT(3, "an input was refused: question, image, migration, or the configuration"),
    INFRASTRUCTURE(4, "PostgreSQL, Temporal or a worker is missing, unreachable or already running"),
    INTERNAL(70, "a defect of the program; the log has the details"),
    INTERRUPTED(130, "stopped by Ctrl-C");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    public String meaning() {
        return meaning;
    }
}

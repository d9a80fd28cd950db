package dev.maestro.app.program;

import java.util.regex.Pattern;

/**
 * Something the person at the command line must know and can mend: shown as one message without a
 * stack trace, and the program ends with the exit code.
 */
public final class Problem extends RuntimeException {
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]+");

    private final String code;
    private final ExitCode exitCode;

    /**
     * @param code    stable, upper-case, e.g. {@code TEMPORAL_UNAVAILABLE}
     * @param message what was refused, the value, the rule, the fix
     */
    public Problem(ExitCode exitCode, String code, String message) {
        this(exitCode, code, message, null);
    }

    public Problem(ExitCode exitCode, String code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(code + ": " + message, cause);
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a problem code: \"" + code + "\"");
        }
        this.code = code;
        this.exitCode = exitCode;
    }

    public static Problem usage(String code, String message) {
        return new Problem(ExitCode.USAGE, code, message);
    }

    public static Problem input(String code, String message) {
        return new Problem(ExitCode.BAD_INPUT, code, message);
    }

    public static Problem infrastructure(String code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        return new Problem(ExitCode.INFRASTRUCTURE, code, message, cause);
    }

    public String code() {
        return code;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

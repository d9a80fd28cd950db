package dev.maestro.app.program;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that the person at the command line must know and can fix. It is shown as one message without a stack
 * trace, and the program ends with the exit code.
 */
public final class Problem extends MaestroException {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    /** @param reason what was refused, the value, the rule, the fix; without the code */
    public Problem(ExitCode exitCode, ErrorCode code, String reason) {
        this(exitCode, code, reason, null);
    }

    public Problem(ExitCode exitCode, ErrorCode code, String reason, @Nullable Throwable cause) {
        this(exitCode, code, reason, Map.of(), cause);
    }

    /** @param fields as of {@link MaestroException} */
    public Problem(ExitCode exitCode, ErrorCode code, String reason, Map<String, Object> fields, @Nullable Throwable cause) {
        super(code, reason, fields, cause);
        this.exitCode = exitCode;
    }

    /** What another part of the program refused, with the exit code that it has for this command. */
    public static Problem of(ExitCode exitCode, MaestroException refused) {
        return of(exitCode, refused, refused.reason());
    }

    /** @param reason the refusal's own in the words of this command */
    public static Problem of(ExitCode exitCode, MaestroException refused, String reason) {
        return new Problem(exitCode, refused.code(), reason, refused.fields(), refused);
    }

    public static Problem usage(ErrorCode code, String reason) {
        return new Problem(ExitCode.USAGE, code, reason);
    }

    public static Problem input(ErrorCode code, String reason) {
        return new Problem(ExitCode.BAD_INPUT, code, reason);
    }

    public static Problem infrastructure(ErrorCode code, String reason, @Nullable Throwable cause) {
        return new Problem(ExitCode.INFRASTRUCTURE, code, reason, cause);
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

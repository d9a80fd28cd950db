package dev.maestro.app.cli;

import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.core.errors.ErrorCode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The code that the modules {@code registry-db}, {@code activities} and {@code workflows} still write into the messages
 * of plain exceptions. The one bridge to them: it goes when they throw coded exceptions too.
 */
record CodedText(String name, String meaning) implements ErrorCode {
    private static final Pattern CODED = Pattern.compile("(?s)([A-Z][A-Z0-9_]+): (.*)");

    /** @param otherwise where the message begins with no code */
    static Problem problem(ExitCode exitCode, RuntimeException refused, ErrorCode otherwise) {
        Matcher coded = CODED.matcher(String.valueOf(refused.getMessage()));
        return coded.matches()
                ? new Problem(exitCode, new CodedText(coded.group(1), "The message says what to do."), coded.group(2), refused)
                : new Problem(exitCode, otherwise, String.valueOf(refused.getMessage()), refused);
    }
}

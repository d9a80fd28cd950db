package dev.maestro.app.check;

import dev.maestro.core.errors.MaestroException;

/**
 * Thrown for a line that cannot be answered while others can. It has no stack trace, because a file may hold millions
 * of such lines.
 */
public final class RefusedLineException extends MaestroException {
    private static final long serialVersionUID = 1L;

    private final CheckErrors code;

    RefusedLineException(CheckErrors code, String reason) {
        super(code, reason, false);
        this.code = code;
    }

    @Override
    public CheckErrors code() {
        return code;
    }
}

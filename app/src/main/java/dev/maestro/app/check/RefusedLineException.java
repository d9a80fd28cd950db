package dev.maestro.app.check;

import dev.maestro.core.errors.MaestroException;

/** A line that cannot be answered; the others can. Has no stack trace: a file may hold millions of such lines. */
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

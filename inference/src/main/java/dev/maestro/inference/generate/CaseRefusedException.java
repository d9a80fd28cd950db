package dev.maestro.inference.generate;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;

/** A line that is no case; the others go on. */
final class CaseRefusedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    CaseRefusedException(ErrorCode code, String reason) {
        super(code, reason);
    }
}

package dev.maestro.policy.checkpoint;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint folder, or a part of it, that cannot be used: a file is missing, damaged or says something that
 * is not supported. Nothing was loaded; the same folder will be refused again.
 */
public final class CheckpointRefusedException extends MaestroException {
    private static final long serialVersionUID = 1L;

    /** @param reason which file, what is wrong with it, the rule, the fix; without the code */
    public CheckpointRefusedException(ErrorCode code, String reason) {
        super(code, reason);
    }

    public CheckpointRefusedException(ErrorCode code, String reason, @Nullable Throwable cause) {
        super(code, reason, cause);
    }
}

package dev.maestro.policy.checkpoint;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.MaestroException;
import org.jspecify.annotations.Nullable;

/** PyTorch cannot be used in this process: its natives do not load, or not on the device asked for. */
public final class TorchUnavailableException extends MaestroException {
    private static final long serialVersionUID = 1L;

    /** @param reason what does not work and what to do about it; without the code */
    public TorchUnavailableException(ErrorCode code, String reason) {
        super(code, reason);
    }

    public TorchUnavailableException(ErrorCode code, String reason, @Nullable Throwable cause) {
        super(code, reason, cause);
    }
}

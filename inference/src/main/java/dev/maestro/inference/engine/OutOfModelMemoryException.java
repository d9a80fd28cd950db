package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;

/** {@code MODEL_MEMORY_FULL}: the memory for a sequence cannot be had now; the engine waits for others to end. */
public final class OutOfModelMemoryException extends MaestroException {
    private static final long serialVersionUID = 1L;

    /** @param reason how much was wanted and what there is; without the code */
    public OutOfModelMemoryException(String reason) {
        super(EngineErrors.MODEL_MEMORY_FULL, reason);
    }
}

package dev.maestro.inference.engine;

/** The memory for a sequence cannot be had now; the engine waits for others to end. */
public final class OutOfModelMemoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OutOfModelMemoryException(String message) {
        super(message);
    }
}

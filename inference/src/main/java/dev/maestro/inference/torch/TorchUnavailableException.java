package dev.maestro.inference.torch;

/** PyTorch cannot be used in this process: its natives do not load, or not on the device asked for. */
public final class TorchUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TorchUnavailableException(String message) {
        super(message);
    }

    public TorchUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package dev.maestro.inference.vision;

/** A picture that cannot be given to the model; the message says why and what is accepted. */
public final class ImageUnsupportedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    ImageUnsupportedException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    /** Stable, e.g. {@code PICTURE_UNREADABLE}. */
    public String code() {
        return code;
    }
}

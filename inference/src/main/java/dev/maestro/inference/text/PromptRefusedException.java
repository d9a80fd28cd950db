package dev.maestro.inference.text;

/** A conversation or a row of tokens that this model cannot be given; another one may do. */
public final class PromptRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    /** @param code stable, e.g. {@code IMAGES_UNSUPPORTED} */
    public PromptRefusedException(String code, String message) {
        this(code, message, null);
    }

    public PromptRefusedException(String code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
    }

    public String code() {
        return code;
    }
}

package dev.maestro.app.check;

/** A line that cannot be answered; the others can. */
public final class RefusedLineException extends RuntimeException {
    private final String code;

    RefusedLineException(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Stable, e.g. {@code FIELD_MISSING}. */
    public String code() {
        return code;
    }
}

package dev.maestro.inference.generate;

/** A line that is no case; the others go on. */
final class CaseRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    CaseRefusedException(String code, String message) {
        super(code + ": " + message);
        this.code = code;
    }

    String code() {
        return code;
    }
}

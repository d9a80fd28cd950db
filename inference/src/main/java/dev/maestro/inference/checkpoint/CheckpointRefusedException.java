package dev.maestro.inference.checkpoint;

import java.util.regex.Pattern;

/**
 * A checkpoint folder, or a part of it, that cannot be used: a file is missing, damaged or says something that
 * is not supported. Nothing was loaded; the same folder will be refused again.
 */
public final class CheckpointRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]+");

    private final String code;

    /**
     * @param code    stable, e.g. {@code TOKENIZER_MISSING}
     * @param message which file, what is wrong with it, the rule, the fix
     */
    public CheckpointRefusedException(String code, String message) {
        this(code, message, null);
    }

    public CheckpointRefusedException(String code, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(code + ": " + message, cause);
        if (!CODE.matcher(code).matches()) {
            throw new IllegalArgumentException("not a code: \"" + code + "\"");
        }
        this.code = code;
    }

    public String code() {
        return code;
    }
}

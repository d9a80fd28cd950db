package dev.maestro.core.errors;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything this program refuses or fails at by name: a code for programs, a message for people (what was
 * refused, the value, the rule, the fix), and what the message mentions as fields. Whoever catches one asks for its
 * {@link #code()}; nobody reads a code out of a message.
 */
public class MaestroException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final String reason;
    private final transient Map<String, Object> fields;

    /** @param reason without the code, e.g. {@code no expert "Chart-R2" in registry revision 41. Nearest: "Chart-R1".} */
    public MaestroException(ErrorCode code, String reason) {
        this(code, reason, Map.of(), null);
    }

    public MaestroException(ErrorCode code, String reason, @Nullable Throwable cause) {
        this(code, reason, Map.of(), cause);
    }

    /** @param fields values that the reason mentions, by snake_case name, in order; for logs and JSON bodies */
    public MaestroException(ErrorCode code, String reason, Map<String, Object> fields, @Nullable Throwable cause) {
        super(code.name() + ": " + reason, cause);
        this.code = code;
        this.reason = reason;
        this.fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** @param withStackTrace false where refusals are many and expected, so that a stack trace would only cost */
    protected MaestroException(ErrorCode code, String reason, boolean withStackTrace) {
        super(code.name() + ": " + reason, null, withStackTrace, withStackTrace);
        this.code = code;
        this.reason = reason;
        this.fields = Map.of();
    }

    public ErrorCode code() {
        return code;
    }

    /** The message without its code. */
    public String reason() {
        return reason;
    }

    /** Values that the reason mentions, by snake_case name, in order; empty where none were given. For logs and JSON bodies. */
    public Map<String, Object> fields() {
        return fields;
    }
}

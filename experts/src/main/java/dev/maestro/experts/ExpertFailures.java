package dev.maestro.experts;

import dev.maestro.experts.ExpertOutcome.Kind;
import java.util.Optional;

/** Types of failures of experts as they stand in histories and messages: {@code EXPERT_} and the kind. */
public final class ExpertFailures {
    public static final String UNREACHABLE = "EXPERT_UNREACHABLE";
    public static final String TIMED_OUT = "EXPERT_TIMED_OUT";
    public static final String RATE_LIMITED = "EXPERT_RATE_LIMITED";
    public static final String SERVER_ERROR = "EXPERT_SERVER_ERROR";
    public static final String UNAUTHORIZED = "EXPERT_UNAUTHORIZED";
    public static final String BAD_REQUEST = "EXPERT_BAD_REQUEST";
    public static final String UNUSABLE_REPLY = "EXPERT_UNUSABLE_REPLY";
    public static final String REPLY_TOO_LARGE = "EXPERT_REPLY_TOO_LARGE";
    public static final String OVERLOADED = "EXPERT_OVERLOADED";
    public static final String NOT_ABLE = "EXPERT_NOT_ABLE";
    public static final String CANCELLED = "EXPERT_CANCELLED";

    private ExpertFailures() {}

    public static String of(Kind kind) {
        return switch (kind) {
            case UNREACHABLE -> UNREACHABLE;
            case TIMED_OUT -> TIMED_OUT;
            case RATE_LIMITED -> RATE_LIMITED;
            case SERVER_ERROR -> SERVER_ERROR;
            case UNAUTHORIZED -> UNAUTHORIZED;
            case BAD_REQUEST -> BAD_REQUEST;
            case UNUSABLE_REPLY -> UNUSABLE_REPLY;
            case REPLY_TOO_LARGE -> REPLY_TOO_LARGE;
            case OVERLOADED -> OVERLOADED;
            case NOT_ABLE -> NOT_ABLE;
            case CANCELLED -> CANCELLED;
        };
    }

    /** The kind behind a failure type; empty for a type of another part of the program. */
    public static Optional<Kind> kind(String type) {
        for (Kind kind : Kind.values()) {
            if (of(kind).equals(type)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}

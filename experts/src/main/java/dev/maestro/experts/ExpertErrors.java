package dev.maestro.experts;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.FailureKind;
import java.util.Arrays;

/** Codes of experts' failures, as histories and messages show them: {@code EXPERT_} and the kind. */
public enum ExpertErrors implements ErrorCode {
    EXPERT_UNREACHABLE(FailureKind.UNREACHABLE,
            "The expert's server could not be connected to, or cut the connection. Start it, or check its endpoint in the registry."),
    EXPERT_TIMED_OUT(FailureKind.TIMED_OUT,
            "The expert did not reply within its time limit. Raise the limits of its row, or ask a faster one."),
    EXPERT_RATE_LIMITED(FailureKind.RATE_LIMITED,
            "The expert's server refuses more requests for now (429). Wait, or lower the concurrency of its row."),
    EXPERT_SERVER_ERROR(FailureKind.SERVER_ERROR, "The expert's server failed (5xx). Look into its log."),
    EXPERT_UNAUTHORIZED(FailureKind.UNAUTHORIZED,
            "The expert's server does not accept the key, or the credential's reference leads to nothing. Correct the credential of its row."),
    EXPERT_BAD_REQUEST(FailureKind.BAD_REQUEST,
            "The expert's server refuses the request itself (4xx). Check the model's name and the limits of its row."),
    EXPERT_UNUSABLE_REPLY(FailureKind.UNUSABLE_REPLY,
            "The expert replied with nothing that can be used: no text, no JSON, or not what the task promises. Ask again, or ask another expert."),
    EXPERT_REPLY_TOO_LARGE(FailureKind.REPLY_TOO_LARGE, "The expert's reply passed the limit of bytes. Ask for fewer tokens."),
    EXPERT_OVERLOADED(FailureKind.OVERLOADED,
            "The expert has no free place, or its circuit is open after failures in a row. Wait, or raise the concurrency of its row."),
    EXPERT_NOT_ABLE(FailureKind.NOT_ABLE, "The expert looked and cannot tell. Ask one that reads this kind of image."),
    EXPERT_CANCELLED(FailureKind.CANCELLED, "The call was given up by whoever made it.");

    private final FailureKind kind;
    private final String meaning;

    ExpertErrors(FailureKind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    public static ExpertErrors of(FailureKind kind) {
        return switch (kind) {
            case UNREACHABLE -> EXPERT_UNREACHABLE;
            case TIMED_OUT -> EXPERT_TIMED_OUT;
            case RATE_LIMITED -> EXPERT_RATE_LIMITED;
            case SERVER_ERROR -> EXPERT_SERVER_ERROR;
            case UNAUTHORIZED -> EXPERT_UNAUTHORIZED;
            case BAD_REQUEST -> EXPERT_BAD_REQUEST;
            case UNUSABLE_REPLY -> EXPERT_UNUSABLE_REPLY;
            case REPLY_TOO_LARGE -> EXPERT_REPLY_TOO_LARGE;
            case OVERLOADED -> EXPERT_OVERLOADED;
            case NOT_ABLE -> EXPERT_NOT_ABLE;
            case CANCELLED -> EXPERT_CANCELLED;
        };
    }

    /** Whether a failure's code is one of these: another expert may do better then. */
    public static boolean isOne(String code) {
        return Arrays.stream(values()).anyMatch(error -> error.name().equals(code));
    }

    public FailureKind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

package dev.maestro.policy;

import dev.maestro.core.errors.ErrorCode;
import dev.maestro.core.errors.FailureKind;
import java.util.Optional;

/** Codes of failures of a policy's model, as histories and messages show them: {@code POLICY_} and the kind. */
public enum PolicyErrors implements ErrorCode {
    POLICY_UNREACHABLE(FailureKind.UNREACHABLE,
            "The policy's server could not be connected to, or cut the connection. Start it, or check policy.remote.endpoint."),
    POLICY_TIMED_OUT(FailureKind.TIMED_OUT, "The policy did not decide within its time limit. Ask again, or give its server more room."),
    POLICY_RATE_LIMITED(FailureKind.RATE_LIMITED, "The policy's server, or the model of the worker, has no room for now. Wait."),
    POLICY_SERVER_ERROR(FailureKind.SERVER_ERROR, "The policy's server, or the model of the worker, failed. Look into its log."),
    POLICY_UNAUTHORIZED(FailureKind.UNAUTHORIZED, "The policy's server does not accept the key. Correct policy.remote.credential."),
    POLICY_BAD_REQUEST(FailureKind.BAD_REQUEST,
            "The policy's server, or the model, refuses the prompt itself. Check the model's name, its context length and the images."),
    POLICY_UNUSABLE_REPLY(FailureKind.UNUSABLE_REPLY, "The policy's server replied with nothing that can be used. Ask again."),
    POLICY_REPLY_TOO_LARGE(FailureKind.REPLY_TOO_LARGE, "The policy's reply passed the limit of bytes."),
    POLICY_OVERLOADED(FailureKind.OVERLOADED, "The circuit to the policy's server is open after failures in a row. Wait."),
    POLICY_NOT_ABLE(FailureKind.NOT_ABLE, "The policy cannot decide this. Ask another one."),
    POLICY_CANCELLED(FailureKind.CANCELLED, "The decision was given up by whoever asked for it."),
    POLICY_NO_EXPERT(
            "No expert that is enabled and reachable fits the question any more. List them with \"maestro experts health\", start one, or retry with more turns.");

    private final Optional<FailureKind> kind;
    private final String meaning;

    PolicyErrors(FailureKind kind, String meaning) {
        this.kind = Optional.of(kind);
        this.meaning = meaning;
    }

    PolicyErrors(String meaning) {
        this.kind = Optional.empty();
        this.meaning = meaning;
    }

    public static PolicyErrors of(FailureKind kind) {
        return switch (kind) {
            case UNREACHABLE -> POLICY_UNREACHABLE;
            case TIMED_OUT -> POLICY_TIMED_OUT;
            case RATE_LIMITED -> POLICY_RATE_LIMITED;
            case SERVER_ERROR -> POLICY_SERVER_ERROR;
            case UNAUTHORIZED -> POLICY_UNAUTHORIZED;
            case BAD_REQUEST -> POLICY_BAD_REQUEST;
            case UNUSABLE_REPLY -> POLICY_UNUSABLE_REPLY;
            case REPLY_TOO_LARGE -> POLICY_REPLY_TOO_LARGE;
            case OVERLOADED -> POLICY_OVERLOADED;
            case NOT_ABLE -> POLICY_NOT_ABLE;
            case CANCELLED -> POLICY_CANCELLED;
        };
    }

    /** What happened between us and who decides; empty where the policy itself has nothing left to call. */
    public Optional<FailureKind> kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}

package dev.maestro.skills;

/**
 * How a {@link StepCall} ended, as much of it as the plan needs to go on; the whole result is in the
 * history under the call's key.
 *
 * @param call    the call's id
 * @param status  how it ended
 * @param value   short value for branching (a label, {@code crop}, {@code none}, {@code pass}, {@code fail}), at most 200 characters
 * @param failure failure type when it failed, e.g. {@code EXPERT_UNREACHABLE}
 * @param message failure message for the audit
 */
public record StepResult(String call, Status status, String value, String failure, String message) {
    public enum Status { DONE, FAILED, SKIPPED }

    public static StepResult done(String call, String value) {
        return new StepResult(call, Status.DONE, value, "", "");
    }

    public static StepResult failed(String call, String failure, String message) {
        return new StepResult(call, Status.FAILED, "", failure, message);
    }

    public static StepResult skipped(String call) {
        return new StepResult(call, Status.SKIPPED, "", "", "");
    }
}

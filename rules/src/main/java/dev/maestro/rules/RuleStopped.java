package dev.maestro.rules;

/** Thrown inside a rule that worked or fired too long for one call. */
final class RuleStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleStopped(String message) {
        super(message, null, false, false);
    }
}

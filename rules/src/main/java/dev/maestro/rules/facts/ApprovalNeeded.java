package dev.maestro.rules.facts;

/**
 * Inserted by {@code limits}: the call waits until a person approves the expert or skill.
 *
 * @param target canonical name
 */
public record ApprovalNeeded(String target) {
    public ApprovalNeeded {
        target = Bounds.name(target);
    }
}

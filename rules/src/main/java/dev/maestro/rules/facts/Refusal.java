package dev.maestro.rules.facts;

/**
 * Inserted by any stage: the call may not happen. A call may have several refusals; the verdict takes the code of the
 * one whose subject comes first, and tells the reasons of all.
 *
 * @param subject what is wrong; the valid names nearest to it are added to the verdict
 * @param code    stable, upper-case
 * @param reason  one sentence: what was refused, and what is valid or how to get it
 */
public record Refusal(Subject subject, String code, String reason) {

    /** What is longer than 8,000 characters is cut: a rule that feeds itself must not fill the memory. */
    public Refusal {
        code = Bounds.text(code);
        reason = Bounds.text(reason);
    }

    /** A refusal of an operator's own. */
    public Refusal(String code, String reason) {
        this(Subject.CALL, code, reason);
    }

    /** In the order in which they are reported. */
    public enum Subject {
        /** The expert's name; valid names are experts. */
        EXPERT,
        /** The skill's name; valid names are skills. */
        SKILL,
        /** The two together; valid names are experts for this skill. */
        PAIR,
        /** Anything else about the call; there are no names to offer. */
        CALL
    }
}

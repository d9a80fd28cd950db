package dev.maestro.core.errors;

/**
 * A stable name by which people and programs tell refusals and failures apart. Implemented by enums, one per module or
 * concern, whose constants are the codes; {@code docs/errors.md} lists them all. A code never changes its meaning.
 */
public interface ErrorCode {
    /** Upper-case, e.g. {@code EXPERT_UNKNOWN}. */
    String name();

    /** What happened and what to do about it in general, one or two sentences; the message of an error says what exactly. */
    String meaning();
}

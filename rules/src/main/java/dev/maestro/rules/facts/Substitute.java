package dev.maestro.rules.facts;

/**
 * A fact of {@code limits}: another enabled expert that may do the chosen skill.
 *
 * @param order            by preference, from 0
 * @param healthy          not known to be unreachable
 * @param requiresApproval a person must approve each query's first call
 * @param approved         a person did, for this query
 */
public record Substitute(String expert, int order, boolean healthy, boolean requiresApproval, boolean approved) {}

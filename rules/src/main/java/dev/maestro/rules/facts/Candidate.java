package dev.maestro.rules.facts;

/**
 * A fact of {@code dispatch}: a leaf that may take the call. There is one for each leaf that scored and one for the
 * default leaf.
 *
 * @param leaf             canonical name
 * @param route            key among its siblings
 * @param score            what the call's text and images say for it, 0 or more
 * @param priority         smaller wins a tie
 * @param defaultRoute     taken when none scored
 * @param enabled          not switched off
 * @param allowed          the asked expert may do it
 * @param requiresApproval a person must approve each call
 * @param approved         a person did, for this query
 */
public record Candidate(
        String leaf, String route, int score, int priority, boolean defaultRoute, boolean enabled, boolean allowed,
        boolean requiresApproval, boolean approved) {}

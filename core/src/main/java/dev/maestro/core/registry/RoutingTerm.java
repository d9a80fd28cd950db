package dev.maestro.core.registry;

import java.util.Optional;

/**
 * A row of {@code routing_terms}: evidence in a text for one leaf of a router.
 *
 * @param profile    {@code default} or {@code reference}
 * @param router     the Level-1 skill that routes, or {@code policy} for the baseline policy's choice among Level-1 skills
 * @param leaf       the skill it speaks for
 * @param term       lower-case text looked for
 * @param match      how it must stand in the text
 * @param weight     added to the leaf's score, once, however often the term occurs; may be negative
 * @param bonusGroup terms of one (router, leaf, group) add their weight once together; empty: each term adds its own
 */
public record RoutingTerm(
        Profile profile, String router, String leaf, String term, Match match, int weight, Optional<String> bonusGroup) {

    public enum Match {
        /** Anywhere, also inside a word: how the reference system matches. */
        SUBSTRING,
        /** Begins and ends at word boundaries; a plural or possessive ending is allowed. */
        WORD,
        /** Begins at a word boundary. */
        PREFIX
    }
}

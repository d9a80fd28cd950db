package dev.maestro.rules;

import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.registry.Profile;
import java.util.List;
import java.util.Set;

/**
 * What the policy asked for, and what the rules need to know about the query to judge it.
 *
 * @param profile      {@code default} or {@code reference}
 * @param expert       expert name as the policy wrote it
 * @param skill        skill name as the policy wrote it
 * @param input        text handed to the skill
 * @param question     the user's question; the default profile routes on both
 * @param imageCount   images of the query
 * @param earlierCalls of the query's earlier turns, in order
 * @param unhealthy    experts known to be unreachable just now
 * @param approved     canonical names of experts and skills that a person approved for this query
 */
public record Call(
        Profile profile,
        String expert,
        String skill,
        String input,
        String question,
        int imageCount,
        List<CanonicalCall> earlierCalls,
        Set<String> unhealthy,
        Set<String> approved) {
    public Call {
        earlierCalls = List.copyOf(earlierCalls);
        unhealthy = Set.copyOf(unhealthy);
        approved = Set.copyOf(approved);
    }
}

package dev.maestro.registry.evaluations;

import java.util.List;
import java.util.Optional;

/**
 * Under what conditions a query of an evaluation is asked, where they differ from a plain question's.
 *
 * @param registryRevision that it is pinned to
 * @param experts          the only ones that may be called; empty: all
 * @param temperature      of the policy; 0: greedy
 * @param seed             of this query
 * @param replayOf         the query whose recorded replies are used
 * @param replayLive       whether what that query has no reply for is asked now
 */
public record QueryConditions(
        String queryId, String evaluation, long registryRevision, List<String> experts, double temperature, long seed,
        Optional<String> replayOf, boolean replayLive) {
    public QueryConditions {
        experts = List.copyOf(experts);
    }

    public boolean allows(String expert) {
        return experts.isEmpty() || experts.contains(expert);
    }
}

package dev.maestro.workflows.query;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import java.util.List;
import java.util.Optional;

/**
 * How a query ended: the body of {@code ask --json}.
 *
 * @param status  {@code answered}, {@code failed} or {@code cancelled}
 * @param experts experts that replied, in order, each once
 * @param skills  leaves that ran, in order, each once
 * @param steps   steps recorded
 * @param reason  failure code; empty when answered
 */
public record QueryResult(
        String id, QueryStatus status, Optional<String> answer, List<String> experts, List<String> skills,
        long registryRevision, String ruleSet, Profile profile, String policy, String policyVersion,
        int turns, int steps, long tokens, long costMicros, String reason, String message) {
    public QueryResult {
        experts = List.copyOf(experts);
        skills = List.copyOf(skills);
    }
}

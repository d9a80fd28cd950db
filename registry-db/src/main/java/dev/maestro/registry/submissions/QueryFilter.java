package dev.maestro.registry.submissions;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which queries of a tenant a list holds; an empty condition holds for all.
 *
 * @param statuses     {@code queued}, {@code running}, {@code paused}, {@code answered}, {@code failed}, {@code cancelled}; any of them
 * @param skill        as the policy called it; {@code leaf} as the rules dispatched it
 * @param words        all of which are in the question
 * @param minLatencyMs from acceptance to the end, so only ended queries
 */
public record QueryFilter(
        List<String> statuses, Optional<String> expert, Optional<String> skill, Optional<String> leaf, Optional<String> policy,
        Optional<String> profile, OptionalLong revision, Optional<String> reason, Optional<String> evaluation, Optional<String> apiKey,
        Map<String, String> labels, Optional<String> words, Optional<Instant> acceptedAfter, Optional<Instant> acceptedBefore,
        OptionalLong minCostMicros, OptionalLong minLatencyMs) {
    public static final QueryFilter ALL = new QueryFilter(List.of(), Optional.empty(), Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(),
            Optional.empty(), Optional.empty(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty());

    public QueryFilter {
        statuses = List.copyOf(statuses);
        labels = Map.copyOf(labels);
    }
}

package dev.maestro.registry.submissions;

import dev.maestro.registry.history.QueryHistory.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A query as the record has it.
 *
 * @param status     {@code queued} while nothing has begun it, else as recorded
 * @param limits     in force: of the newest run
 * @param experts    that replied, in order, each once; likewise {@code skills}, the leaves that ran
 * @param tokens     in all; of them {@code inputTokens} were read
 * @param pin        empty until it begins
 * @param lastEvent  number of the newest event of its feed
 */
public record QueryOverview(
        String id, String tenant, Optional<String> apiKey, String source, String status, int run, String question, List<String> images,
        Optional<String> answer, String reason, String message, String profile, String policy, Limits limits, Optional<Pin> pin,
        Map<String, String> labels, int turns, int steps, List<String> experts, List<String> skills, long tokens, long inputTokens,
        long costMicros,
        long reservedMicros, Instant acceptedAt, Optional<Instant> finishedAt, int lastEvent) {
    public QueryOverview {
        images = List.copyOf(images);
        labels = Map.copyOf(labels);
        experts = List.copyOf(experts);
        skills = List.copyOf(skills);
    }

    public record Pin(long registryRevision, String ruleSet, String policyVersion, Instant at) {}

    public boolean isEnded() {
        return finishedAt.isPresent();
    }

    /** Where a list goes on behind this query. */
    public Place place() {
        return new Place(acceptedAt, id);
    }

    /** A place in the order of lists: newest first. */
    public record Place(Instant acceptedAt, String id) {}
}

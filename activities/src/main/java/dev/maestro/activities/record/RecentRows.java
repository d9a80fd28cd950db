package dev.maestro.activities.record;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.maestro.core.query.StepKey;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rows of the history that this worker saw a moment ago. Recorded rows never change, so a row from memory is as good as
 * one that is read. Thread-safe.
 */
public final class RecentRows {
    private final QueryHistory history;
    private final Function<String, Optional<QueryConditions>> conditions;
    private final Cache<String, QueryRow> queries = Caffeine.newBuilder().maximumSize(5_000).build();
    private final Cache<String, Optional<QueryConditions>> known = Caffeine.newBuilder().maximumSize(5_000).build();
    private final Cache<String, Set<String>> askedBefore = Caffeine.newBuilder().maximumSize(5_000).build();
    private final Cache<StepKey, StepRow> steps = Caffeine.newBuilder().maximumSize(2_000).build();

    /** Rows of queries that are plain questions, without conditions. */
    public RecentRows(QueryHistory history) {
        this(history, _ -> Optional.empty());
    }

    /** @param conditions under which a query is asked; they stand before the query starts */
    public RecentRows(QueryHistory history, Function<String, Optional<QueryConditions>> conditions) {
        this.history = history;
        this.conditions = conditions;
    }

    /** Experts that the replayed query asked, whether they replied or failed; none unless the query is a replay. */
    Set<String> askedBefore(String queryId) {
        return conditions(queryId).flatMap(QueryConditions::replayOf).map(replayed -> askedBefore.get(replayed, this::asked))
                .orElse(Set.of());
    }

    private Set<String> asked(String replayed) {
        return history.audit(replayed)
                .map(audit -> Stream.concat(audit.steps().stream().map(StepRow::expert), audit.failures().stream().map(FailureRow::expert))
                        .filter(expert -> !expert.isEmpty())
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    /** Empty for a plain question. */
    public Optional<QueryConditions> conditions(String queryId) {
        return known.get(queryId, conditions);
    }

    /** Empty for a query that was never accepted; only what was found is remembered. */
    public Optional<QueryRow> query(String id) {
        return Optional.ofNullable(queries.get(id, key -> history.query(key).orElse(null)));
    }

    /** Empty for a step that has not succeeded yet; only what was found is remembered. */
    public Optional<StepRow> step(StepKey key) {
        return Optional.ofNullable(steps.get(key, k -> history.step(k).orElse(null)));
    }

    /**
     * @param recorded as the history returned it, which may be what stood before
     * @return the same
     */
    public StepRow remember(StepRow recorded) {
        steps.put(recorded.key(), recorded);
        return recorded;
    }
}

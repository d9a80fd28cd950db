package dev.maestro.benchmarks;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Checks from outside, in the database and the servers' own books, what was promised of the queries of a soak. */
final class SoakPromises {
    private final Sql sql;
    private final QueryHistory history;
    private final List<String> broken = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();

    SoakPromises(Sql sql, QueryHistory history) {
        this.sql = sql;
        this.history = history;
    }

    private void broke(String promise, String detail) {
        if (counts.merge(promise, 1, Integer::sum) <= 5) {
            broken.add(promise + ": " + detail);
        }
    }

    /** Every query ended, answered, with the right answer. */
    void ended(List<String> queries, UnaryOperator<String> right) {
        for (String id : queries) {
            Optional<OutcomeRow> outcome = history.outcome(id);
            if (outcome.isEmpty()) {
                broke("lost or stuck", id);
            } else if (outcome.get().status() != QueryStatus.ANSWERED) {
                broke("failed", id + " " + outcome.get().reason() + " " + outcome.get().message());
            } else if (!outcome.get().answer().equals(Optional.of(right.apply(id)))) {
                broke("wrong", id + " " + outcome.get().answer());
            }
        }
    }

    /** Nobody is asked for what stands in the record; returns how many replies were paid for more than once. */
    long asked(List<SoakServer.Entry> book) {
        Map<String, Instant> recorded = new HashMap<>();
        sql.list("""
                select key || '/' || expert as key, recorded_at as at from steps
                union all select key || '/policy', decided_at from turns
                """, row -> Map.entry(row.getString("key"), Sql.instant(row, "at")))
                .forEach(entry -> recorded.put(entry.getKey(), entry.getValue()));
        for (SoakServer.Entry entry : book) {
            Instant at = recorded.get(entry.key());
            if (at != null && entry.at().isAfter(at)) {
                broke("asked again after the record", entry.key() + " at " + entry.at() + ", recorded at " + at);
            }
        }
        return book.stream().filter(SoakServer.Entry::replied).collect(Collectors.groupingBy(SoakServer.Entry::key, Collectors.counting()))
                .values().stream().mapToLong(times -> times - 1).sum();
    }

    /** What is settled is what is recorded, and nothing stays reserved. */
    void ledger() {
        sql.list("""
                select q.id, b.tokens_reserved + b.micros_reserved as open, b.micros_spent, b.tokens_spent,
                       (select coalesce(sum(cost_micros), 0) from steps where query_id = q.id)
                           + (select coalesce(sum(cost_micros), 0) from turns where query_id = q.id) as micros,
                       (select coalesce(sum(input_tokens + output_tokens), 0) from steps where query_id = q.id)
                           + (select coalesce(sum(input_tokens + output_tokens), 0) from turns where query_id = q.id) as tokens
                from queries q cross join lateral ledger_balance(q.id) b
                """, row -> {
            if (row.getLong("open") != 0) {
                broke("reserved for good", row.getString("id"));
            }
            if (row.getLong("micros_spent") != row.getLong("micros") || row.getLong("tokens_spent") != row.getLong("tokens")) {
                broke("settled is not recorded", row.getString("id"));
            }
            return 0;
        });
    }

    boolean held() {
        return counts.isEmpty();
    }

    /** One line. */
    String summary() {
        return Stream.of("lost or stuck", "wrong", "failed", "asked again after the record", "reserved for good", "settled is not recorded")
                .map(promise -> String.format(Locale.ROOT, "%s %d", promise, counts.getOrDefault(promise, 0)))
                .collect(Collectors.joining(", "));
    }

    /** The first of each kind. */
    List<String> broken() {
        return List.copyOf(broken);
    }
}

package dev.maestro.registry.submissions;

import dev.maestro.core.Json;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.submissions.QueryOverview.Pin;
import dev.maestro.registry.submissions.QueryOverview.Place;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Queries as a tenant may see them: its own, one or a list of them. Thread-safe. */
public final class QueryOverviews {
    private static final String CHOSEN_ONE = "select * from query_status where query_id = ? and tenant = ?";

    private static final String OVERVIEW = """
            select s.query_id, s.tenant, case when s.status = 'running' and p.query_id is null then 'queued' else s.status end as status, s.run,
                   s.answer, s.accepted_at, s.finished_at, q.question, q.images, q.profile, q.policy,
                   coalesce(r.max_turns, q.max_turns) as max_turns, coalesce(r.max_tokens, q.max_tokens) as max_tokens,
                   coalesce(r.max_micros, q.max_micros) as max_micros, coalesce(r.max_wall_ms, q.max_wall_ms) as max_wall_ms,
                   p.registry_revision, p.rule_set, p.policy_version, p.pinned_at, m.api_key, m.source, m.labels,
                   coalesce(o.reason, '') as reason, coalesce(o.message, '') as message,
                   t.turns, x.steps, t.tokens + x.tokens as tokens, t.input + x.input as input, t.micros + x.micros as micros, x.experts, x.leaves,
                   (ledger_balance(s.query_id)).micros_reserved, f.seq
            from (%s) s
            join queries q on q.id = s.query_id
            join submissions m on m.query_id = s.query_id
            left join query_pins p on p.query_id = s.query_id
            left join query_outcomes o on o.query_id = s.query_id and o.run = s.run and s.finished_at is not null
            left join lateral (select * from query_retries where query_id = s.query_id order by run desc limit 1) r on true
            cross join lateral (
                select count(*) as turns, coalesce(sum(input_tokens + output_tokens), 0) as tokens,
                       coalesce(sum(input_tokens), 0) as input, coalesce(sum(cost_micros), 0) as micros
                from turns where query_id = s.query_id) t
            cross join lateral (
                select count(*) as steps, coalesce(sum(input_tokens + output_tokens), 0) as tokens,
                       coalesce(sum(input_tokens), 0) as input, coalesce(sum(cost_micros), 0) as micros,
                       array_agg(expert order by number) as experts, array_agg(skill order by number) as leaves
                from steps where query_id = s.query_id) x
            cross join lateral (select coalesce(max(seq), 0) as seq from query_feed where query_id = s.query_id) f
            order by s.accepted_at desc, s.query_id desc
            """;

    private final Sql sql;

    public QueryOverviews(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** The query, when it is the tenant's. */
    public Optional<QueryOverview> of(String tenant, String queryId) {
        return sql.one(OVERVIEW.formatted(CHOSEN_ONE), QueryOverviews::overview, queryId, tenant);
    }

    /**
     * Newest first; rows that arrive meanwhile move nothing.
     *
     * @param after goes on behind this place
     */
    public List<QueryOverview> list(String tenant, QueryFilter filter, Optional<Place> after, int limit) {
        Chosen chosen = new Chosen(tenant, filter);
        after.ifPresent(place -> chosen.and("(s.accepted_at, s.query_id) < (?, ?)", place.acceptedAt(), place.id()));
        return sql.list(OVERVIEW.formatted(chosen.sql() + " order by s.accepted_at desc, s.query_id desc limit " + limit),
                QueryOverviews::overview, chosen.parameters());
    }

    /** How many queries of each status there are under the filter, its own statuses apart. */
    public Map<String, Long> counts(String tenant, QueryFilter filter) {
        Chosen chosen = new Chosen(tenant, new QueryFilter(List.of(), filter.expert(), filter.skill(), filter.leaf(), filter.policy(),
                filter.profile(), filter.revision(), filter.reason(), filter.evaluation(), filter.apiKey(), filter.labels(), filter.words(),
                filter.acceptedAfter(), filter.acceptedBefore(), filter.minCostMicros(), filter.minLatencyMs()));
        Map<String, Long> counts = new LinkedHashMap<>();
        sql.list("""
                select case when s.status = 'running' and not exists (select from query_pins p where p.query_id = s.query_id)
                            then 'queued' else s.status end as status, count(*) as queries
                from (%s) s group by 1 order by 1
                """.formatted(chosen.sql()), row -> counts.put(row.getString("status"), row.getLong("queries")), chosen.parameters());
        return counts;
    }

    /** How many queries there are under the filter. */
    public long count(String tenant, QueryFilter filter) {
        Chosen chosen = new Chosen(tenant, filter);
        return sql.one("select count(*) from (" + chosen.sql() + ") s", row -> row.getLong(1), chosen.parameters()).orElse(0L);
    }

    /** The rows of {@code query_status} that a filter chooses. */
    static final class Chosen {
        private final StringBuilder text = new StringBuilder("select s.* from query_status s where s.tenant = ?");
        private final List<@Nullable Object> values = new ArrayList<>();

        Chosen(String tenant, QueryFilter filter) {
            values.add(tenant);
            statuses(filter.statuses());
            filter.expert().ifPresent(name -> and("exists (select from steps t where t.query_id = s.query_id and t.expert = ?)", name));
            filter.skill().ifPresent(
                    name -> and("exists (select from turns t where t.query_id = s.query_id and t.action ->> 'skill' = ?)", name));
            filter.leaf().ifPresent(name -> and("exists (select from steps t where t.query_id = s.query_id and t.skill = ?)", name));
            filter.policy().ifPresent(name -> and("exists (select from queries q where q.id = s.query_id and q.policy = ?)", name));
            filter.profile().ifPresent(name -> and("exists (select from queries q where q.id = s.query_id and q.profile = ?)", name));
            filter.revision().ifPresent(number -> and(
                    "exists (select from query_pins p where p.query_id = s.query_id and p.registry_revision = ?)", number));
            filter.reason().ifPresent(code -> and(
                    "exists (select from query_outcomes o where o.query_id = s.query_id and o.run = s.run and o.reason = ?)", code));
            filter.evaluation().ifPresent(
                    name -> and("exists (select from query_conditions c where c.query_id = s.query_id and c.evaluation = ?)", name));
            filter.apiKey().ifPresent(id -> and("s.query_id in (select m.query_id from submissions m where m.api_key = ?)", id));
            if (!filter.labels().isEmpty()) {
                and("s.query_id in (select m.query_id from submissions m where m.labels @> ?::jsonb)", Json.write(filter.labels()));
            }
            filter.words().ifPresent(words -> and(
                    "s.query_id in (select q.id from queries q where to_tsvector('simple', q.question) @@ plainto_tsquery('simple', ?))",
                    words));
            filter.acceptedAfter().ifPresent(time -> and("s.accepted_at > ?", time));
            filter.acceptedBefore().ifPresent(time -> and("s.accepted_at < ?", time));
            filter.minCostMicros().ifPresent(micros -> and("""
                    (select coalesce(sum(t.cost_micros), 0) from turns t where t.query_id = s.query_id)
                    + (select coalesce(sum(t.cost_micros), 0) from steps t where t.query_id = s.query_id) >= ?""", micros));
            filter.minLatencyMs().ifPresent(ms -> and("s.finished_at - s.accepted_at >= ? * interval '1 millisecond'", ms));
        }

        /** A query that nobody has begun is recorded as running, and has no pin. */
        private void statuses(List<String> wanted) {
            if (wanted.isEmpty()) {
                return;
            }
            List<String> alternatives = new ArrayList<>();
            for (String status : wanted) {
                switch (status) {
                    case "queued" -> alternatives.add(
                            "s.status = 'running' and not exists (select from query_pins p where p.query_id = s.query_id)");
                    case "running" -> alternatives.add(
                            "s.status = 'running' and exists (select from query_pins p where p.query_id = s.query_id)");
                    default -> {
                        alternatives.add("s.status = ?");
                        values.add(status);
                    }
                }
            }
            text.append(" and (").append(String.join(" or ", alternatives)).append(')');
        }

        void and(String condition, Object... more) {
            text.append(" and ").append(condition);
            values.addAll(List.of(more));
        }

        String sql() {
            return text.toString();
        }

        @Nullable
        Object[] parameters() {
            return values.toArray();
        }
    }

    private static QueryOverview overview(ResultSet row) throws SQLException {
        return new QueryOverview(
                row.getString("query_id"), row.getString("tenant"), Optional.ofNullable(row.getString("api_key")), row.getString("source"),
                row.getString("status"), row.getInt("run"), row.getString("question"), Sql.texts(row, "images"),
                Optional.ofNullable(row.getString("answer")), row.getString("reason"), row.getString("message"), row.getString("profile"),
                row.getString("policy"),
                new Limits(row.getInt("max_turns"), row.getLong("max_tokens"), row.getLong("max_micros"), row.getLong("max_wall_ms")),
                pin(row), Submissions.labels(row.getString("labels")), row.getInt("turns"), row.getInt("steps"),
                distinct(row.getArray("experts")), distinct(row.getArray("leaves")), row.getLong("tokens"), row.getLong("input"),
                row.getLong("micros"),
                row.getLong("micros_reserved"), Sql.instant(row, "accepted_at"), Sql.optionalInstant(row, "finished_at"),
                row.getInt("seq"));
    }

    private static Optional<Pin> pin(ResultSet row) throws SQLException {
        return row.getString("rule_set") == null
                ? Optional.empty()
                : Optional.of(new Pin(row.getLong("registry_revision"), row.getString("rule_set"), row.getString("policy_version"),
                        Sql.instant(row, "pinned_at")));
    }

    private static List<String> distinct(@Nullable Array names) throws SQLException {
        return names == null ? List.of() : Stream.of((String[]) names.getArray()).filter(name -> !name.isEmpty()).distinct().toList();
    }
}

package dev.maestro.registry.feed;

import dev.maestro.core.Json;
import dev.maestro.registry.database.Sql;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Reads what happened to queries. The events are numbered under a lock that is held until the commit, so whoever has read up to a
 * number has missed nothing before it. Thread-safe.
 */
public final class QueryFeed {
    /** Events of one query that one read gives; the next read goes on behind them. */
    public static final int PAGE = 200;

    private final Sql sql;

    public QueryFeed(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /** What belongs to an event is looked up when it is read: the feed itself holds references only. */
    private static final String DATA = """
            case f.kind
                when 'accepted' then (
                    select json_build_object('question', q.question, 'images', q.images, 'profile', q.profile, 'policy', q.policy,
                        'limits', json_build_object('turns', q.max_turns, 'tokens', q.max_tokens, 'micros', q.max_micros, 'timeout_ms', q.max_wall_ms),
                        'source', s.source)
                    from queries q join submissions s on s.query_id = q.id where q.id = f.query_id)
                when 'started' then (
                    select json_build_object('queue_ms', greatest(0, round(1000 * extract(epoch from f.at - q.accepted_at)))::bigint)
                    from queries q where q.id = f.query_id)
                when 'pinned' then (
                    select json_build_object('registry_revision', p.registry_revision, 'rule_set', p.rule_set, 'profile', p.profile,
                        'policy', p.policy, 'policy_version', p.policy_version)
                    from query_pins p where p.query_id = f.query_id)
                when 'decided' then (
                    select json_build_object('turn', t.turn, 'action', t.action, 'why', t.why, 'log_probability', t.log_probability,
                        'candidates', t.candidates, 'tokens', t.input_tokens + t.output_tokens, 'cost_micros', t.cost_micros,
                        'latency_ms', t.latency_ms, 'attempt', t.attempt)
                    from turns t where t.query_id = f.query_id and t.turn = f.reference::integer)
                when 'verdict' then (
                    select json_build_object('turn', o.turn, 'verdict', o.verdict)
                    from observations o where o.query_id = f.query_id and o.turn = f.reference::integer)
                when 'observed' then (
                    select json_build_object('turn', o.turn, 'observation', o.observation)
                    from observations o where o.query_id = f.query_id and o.turn = f.reference::integer)
                when 'step' then (
                    select json_build_object('turn', s.turn, 'call', s.call, 'kind', s.kind, 'skill', s.skill, 'asked', s.asked,
                        'expert', s.expert, 'value', left(s.value, 2000), 'preview', left(coalesce(s.reply, ''), 160), 'reply_hash', s.reply_hash,
                        'boxes', s.result -> 'boxes', 'images', s.images, 'tokens', s.input_tokens + s.output_tokens,
                        'cost_micros', s.cost_micros, 'latency_ms', s.latency_ms, 'attempt', s.attempt, 'cached', s.cached)
                    from steps s where s.key = f.reference)
                when 'failed_attempt' then (
                    select json_build_object('turn', x.turn, 'call', x.call, 'expert', x.expert, 'failure', x.failure,
                        'message', left(x.message, 2000), 'status', x.status, 'attempt', x.attempt, 'latency_ms', x.latency_ms)
                    from step_failures x where x.number = f.reference::bigint)
                when 'retried' then (
                    select json_build_object('limits', json_build_object('turns', r.max_turns, 'tokens', r.max_tokens, 'micros', r.max_micros,
                        'timeout_ms', r.max_wall_ms))
                    from query_retries r where r.query_id = f.query_id and r.run = f.reference::integer)
                when 'outcome' then (
                    select json_build_object('status', o.status, 'answer', o.answer, 'reason', o.reason, 'message', o.message,
                        'turns', t.turns, 'steps', s.steps, 'tokens', t.tokens + s.tokens, 'cost_micros', t.micros + s.micros)
                    from query_outcomes o,
                         (select count(*) as turns, coalesce(sum(input_tokens + output_tokens), 0)::bigint as tokens,
                                 coalesce(sum(cost_micros), 0)::bigint as micros from turns where query_id = f.query_id) t,
                         (select count(*) as steps, coalesce(sum(input_tokens + output_tokens), 0)::bigint as tokens,
                                 coalesce(sum(cost_micros), 0)::bigint as micros from steps where query_id = f.query_id) s
                    where o.query_id = f.query_id and o.run = f.reference::integer)
                else (
                    select json_build_object('kind', e.kind, 'detail', e.detail) from query_events e where e.number = f.reference::bigint)
            end
            """;

    static final String BEHIND = """
            select f.query_id, f.seq, f.run, f.kind, f.at, %s as data
            from unnest(?::text[], ?::integer[]) as watched (query_id, seen)
            cross join lateral (
                select * from query_feed n where n.query_id = watched.query_id and n.seq > watched.seen order by n.seq limit %d) f
            order by f.query_id, f.seq
            """.formatted(DATA, PAGE);

    /**
     * What happened behind these numbers.
     *
     * @param seen by query, the number of the last event that is known; 0 for none
     * @return in order of query and number, at most {@value #PAGE} of each query
     */
    public List<FeedEvent> behind(Map<String, Integer> seen) {
        if (seen.isEmpty()) {
            return List.of();
        }
        List<String> queries = List.copyOf(seen.keySet());
        Collection<Integer> numbers = queries.stream().map(seen::get).toList();
        return sql.list(BEHIND, row -> new FeedEvent(row.getString("query_id"), row.getInt("seq"), row.getInt("run"), row.getString("kind"),
                Sql.instant(row, "at"), Json.tree(Optional.ofNullable(row.getString("data")).orElse("{}"))), queries, numbers);
    }

    /** As {@link #behind(Map)}, of one query. */
    public List<FeedEvent> behind(String queryId, int seen) {
        return behind(Map.of(queryId, seen));
    }

    /** Number of the query's newest event; 0 when there is no such query. */
    public int newest(String queryId) {
        return sql.one("select seq from query_feed where query_id = ? order by seq desc limit 1", row -> row.getInt(1), queryId).orElse(0);
    }

    /** Whether the query's newest event ended its run. */
    public boolean hasEnded(String queryId) {
        return sql.one("select kind from query_feed where query_id = ? order by seq desc limit 1",
                row -> row.getString(1).equals("outcome"), queryId).orElse(false);
    }
}

package dev.maestro.registry.history;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.registry.database.Sql;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The history in PostgreSQL. Recording is one statement, hence one round trip and one transaction:
 * triggers keep the status pointer and settle the ledger in it.
 */
public final class PostgresQueryHistory implements QueryHistory {
    private final Sql sql;

    public PostgresQueryHistory(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * Inserts unless the key is there, and returns what stands. An insert that lost a race at the same
     * moment sees neither its own row nor the other's: the second look does.
     */
    private <T> T once(String insert, String standing, Sql.Row<T> row, Object key, @Nullable Object... parameters) {
        @Nullable
        Object[] all = java.util.Arrays.copyOf(parameters, parameters.length + 1);
        all[parameters.length] = key;
        String statement = "with fresh as (" + insert + " on conflict do nothing returning *) select * from fresh union all " + standing;
        return sql.one(statement, row, all)
                .or(() -> sql.one(standing, row, key))
                .orElseThrow(() -> new MaestroException(HistoryErrors.HISTORY_CONFLICT, "another record stands in the place of \"" + key
                        + "\" under a different key; records of one place must use one key"));
    }

    @Override
    public QueryRow accept(QueryRow query) {
        return once("""
                insert into queries (id, question, images, profile, policy, max_turns, max_tokens, max_micros, max_wall_ms, accepted_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, "select * from queries where id = ?", HistoryRows::query, query.id(),
                query.id(), query.question(), query.images(), query.profile(), query.policy(), query.limits().turns(),
                query.limits().tokens(), query.limits().micros(), query.limits().wallMs(), query.acceptedAt());
    }

    @Override
    public Optional<QueryRow> query(String queryId) {
        return sql.one("select * from queries where id = ?", HistoryRows::query, queryId);
    }

    @Override
    public void retried(String queryId, int run, Limits limits, Instant at) {
        sql.run("""
                insert into query_retries (query_id, run, max_turns, max_tokens, max_micros, max_wall_ms, retried_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, queryId, run, limits.turns(), limits.tokens(), limits.micros(), limits.wallMs(), at);
    }

    @Override
    public int newestRun(String queryId) {
        return sql.one("select coalesce(max(run), 0) from query_retries where query_id = ?", row -> row.getInt(1), queryId).orElseThrow();
    }

    static final String LIST = """
            select s.query_id, q.question, s.status, s.answer, s.accepted_at, s.finished_at, coalesce(p.registry_revision, 0) as registry_revision
            from query_status s
            join queries q on q.id = s.query_id
            left join query_pins p on p.query_id = s.query_id
            %s
            order by s.accepted_at desc, s.query_id desc
            limit ?
            """;

    @Override
    public List<QuerySummary> list(int limit, Optional<QueryStatus> status) {
        return status.isPresent()
                ? sql.list(LIST.formatted("where s.status = ?"), HistoryRows::summary, status.get(), limit)
                : sql.list(LIST.formatted(""), HistoryRows::summary, limit);
    }

    @Override
    public PinRow pin(PinRow pin) {
        return once("""
                insert into query_pins (query_id, registry_revision, rule_set, profile, policy, policy_version)
                values (?, ?, ?, ?, ?, ?)
                """, "select * from query_pins where query_id = ?", HistoryRows::pin, pin.queryId(),
                pin.queryId(), pin.registryRevision(), pin.ruleSet(), pin.profile(), pin.policy(), pin.policyVersion());
    }

    private static final String ACCEPT_AND_PIN = """
            with accepted as (
                insert into queries (id, question, images, profile, policy, max_turns, max_tokens, max_micros, max_wall_ms, accepted_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing),
            fresh as (
                insert into query_pins (query_id, registry_revision, rule_set, profile, policy, policy_version)
                values (?, ?, ?, ?, ?, ?)
                on conflict do nothing
                returning *)
            select * from fresh union all select * from query_pins where query_id = ?
            """;

    @Override
    public PinRow acceptAndPin(QueryRow query, PinRow pin) {
        return sql.one(ACCEPT_AND_PIN, HistoryRows::pin,
                query.id(), query.question(), query.images(), query.profile(), query.policy(), query.limits().turns(),
                query.limits().tokens(), query.limits().micros(), query.limits().wallMs(), query.acceptedAt(),
                pin.queryId(), pin.registryRevision(), pin.ruleSet(), pin.profile(), pin.policy(), pin.policyVersion(), pin.queryId())
                .or(() -> pinOf(pin.queryId()))
                .orElseThrow(
                        () -> new MaestroException(HistoryErrors.HISTORY_CONFLICT, "query \"" + query.id() + "\" could not be pinned"));
    }

    @Override
    public Optional<PinRow> pinOf(String queryId) {
        return sql.one("select * from query_pins where query_id = ?", HistoryRows::pin, queryId);
    }

    @Override
    public boolean isAnyOpenPinnedTo(String policyVersion) {
        return sql.one("""
                select 1 as found from query_status s join query_pins p on p.query_id = s.query_id
                where s.status = ? and p.policy_version = ? limit 1""", _ -> true, QueryStatus.RUNNING, policyVersion).isPresent();
    }

    @Override
    public Optional<DecisionRow> decision(String queryId, int turn) {
        return sql.one("select * from turns where query_id = ? and turn = ?", HistoryRows::decision, queryId, turn);
    }

    @Override
    public DecisionRow recordDecision(DecisionRow d) {
        return once("""
                insert into turns (key, query_id, turn, text, action, log_probability, candidates, why,
                                   input_tokens, output_tokens, cost_micros, latency_ms, attempt, decided_at, written)
                values (?, ?, ?, ?, ?::json, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?)
                """, "select * from turns where key = ?", HistoryRows::decision, d.key(),
                d.key(), d.queryId(), d.turn(), d.text(), d.action(), d.logProbability(), d.candidates(), d.why(),
                d.inputTokens(), d.outputTokens(), d.costMicros(), d.latencyMs(), d.attempt(), d.at(), d.written());
    }

    private static final String DECISION_WITH_GENERATION = """
            with fresh as (
                insert into turns (key, query_id, turn, text, action, log_probability, candidates, why,
                                   input_tokens, output_tokens, cost_micros, latency_ms, attempt, decided_at, written)
                values (?, ?, ?, ?, ?::json, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                returning *),
            drawn as (
                insert into turn_generations (key, query_id, turn, generation)
                select key, query_id, turn, ?::json from fresh)
            select * from fresh union all select * from turns where key = ?
            """;

    @Override
    public DecisionRow recordDecision(DecisionRow d, String generation) {
        return sql.one(DECISION_WITH_GENERATION, HistoryRows::decision,
                d.key(), d.queryId(), d.turn(), d.text(), d.action(), d.logProbability(), d.candidates(), d.why(),
                d.inputTokens(), d.outputTokens(), d.costMicros(), d.latencyMs(), d.attempt(), d.at(), d.written(), generation, d.key())
                .or(() -> decision(d.queryId(), d.turn()))
                .orElseThrow(() -> new MaestroException(HistoryErrors.HISTORY_CONFLICT,
                        "turn " + d.turn() + " of query \"" + d.queryId() + "\" could not be recorded"));
    }

    @Override
    public Optional<String> generation(String queryId, int turn) {
        return sql.one("select generation from turn_generations where query_id = ? and turn = ?", row -> row.getString(1), queryId, turn);
    }

    @Override
    public ObservationRow recordObservation(ObservationRow o) {
        return once("""
                insert into observations (key, query_id, turn, verdict, observation, observed_at)
                values (?, ?, ?, ?::json, ?::json, ?)
                """, "select * from observations where key = ?", HistoryRows::observation, o.key(),
                o.key(), o.queryId(), o.turn(), o.verdict(), o.observation(), o.at());
    }

    static final String TURNS = """
            select t.*, o.key as o_key, o.verdict, o.observation, o.observed_at
            from turns t
            left join observations o on o.query_id = t.query_id and o.turn = t.turn
            where t.query_id = ?
            order by t.turn
            """;

    @Override
    public List<Turn> turns(String queryId) {
        return sql.list(TURNS, HistoryRows::turn, queryId);
    }

    @Override
    public Optional<StepRow> step(StepKey key) {
        return sql.one("select * from steps where key = ?", HistoryRows::step, key);
    }

    static final String STEPS = "select * from steps where query_id = ? and turn = ? order by number";

    @Override
    public List<StepRow> steps(String queryId, int turn) {
        return sql.list(STEPS, HistoryRows::step, queryId, turn);
    }

    @Override
    public StepRow recordStep(StepRow s) {
        return once("""
                insert into steps (key, query_id, turn, call, kind, skill, asked, expert, request, request_hash, reply, reply_hash,
                                   value, result, images, input_tokens, output_tokens, cost_micros, latency_ms, attempt, cached,
                                   started_at, recorded_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, "select * from steps where key = ?", HistoryRows::step, s.key(),
                s.key(), s.queryId(), s.turn(), s.call(), s.kind(), s.leaf(), s.asked(), s.expert(),
                s.request().text(), s.request().hash(), s.reply().text(), s.reply().hash(),
                s.value(), s.result(), s.images(), s.inputTokens(), s.outputTokens(), s.costMicros(), s.latencyMs(), s.attempt(),
                s.cached(), s.startedAt(), s.at());
    }

    @Override
    public void recordFailure(FailureRow f) {
        sql.run("""
                insert into step_failures (key, query_id, turn, call, expert, failure, message, status, attempt, latency_ms, failed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, f.key(), f.queryId(), f.turn(), f.call(), f.expert(), f.failure(), f.message(), f.status(), f.attempt(), f.latencyMs(),
                f.at());
    }

    static final String FAILURES = """
            select failure from step_failures
            where query_id = ? and key = ? and expert = ?
              and failed_at > coalesce((select max(retried_at) from query_retries where query_id = ?), '-infinity')
            order by number
            """;

    @Override
    public List<String> failures(StepKey key, String expert) {
        return sql.list(FAILURES, row -> row.getString(1), key.queryId(), key, expert, key.queryId());
    }

    @Override
    public boolean hasReplied(String expert) {
        return sql.one("select exists(select 1 from steps where expert = ? and expert <> '' and not cached)", row -> row.getBoolean(1),
                expert).orElseThrow();
    }

    @Override
    public boolean hasDecided(String policy) {
        return sql.one("select exists(select 1 from query_pins p join turns t on t.query_id = p.query_id where p.policy = ?)",
                row -> row.getBoolean(1), policy).orElseThrow();
    }

    @Override
    public OutcomeRow finish(OutcomeRow o) {
        return once("""
                insert into query_outcomes (query_id, run, status, answer, reason, message, ended_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """, "select * from query_outcomes where query_id = ? and run = " + o.run(), HistoryRows::outcome, o.queryId(),
                o.queryId(), o.run(), o.status(), o.answer(), o.reason(), o.message(), o.at());
    }

    @Override
    public Optional<OutcomeRow> outcome(String queryId) {
        return sql.one("select * from query_outcomes where query_id = ? order by run desc limit 1", HistoryRows::outcome, queryId);
    }

    /** One row: sums over turns and steps, and the names in order of their first step. */
    private static final String TOTALS = """
            select coalesce(s.steps, 0) as steps, coalesce(s.tokens, 0) + t.tokens as tokens, coalesce(s.micros, 0) + t.micros as micros,
                   s.experts, s.leaves
            from (select coalesce(sum(input_tokens + output_tokens), 0) as tokens, coalesce(sum(cost_micros), 0) as micros
                  from turns where query_id = ?) t,
                 (select count(*) as steps, sum(input_tokens + output_tokens) as tokens, sum(cost_micros) as micros,
                         array_agg(expert order by number) as experts, array_agg(skill order by number) as leaves
                  from steps where query_id = ?) s
            """;

    @Override
    public Totals totals(String queryId) {
        return sql.one(TOTALS, row -> new Totals(row.getInt("steps"), row.getLong("tokens"), row.getLong("micros"),
                distinct(row.getArray("experts")), distinct(row.getArray("leaves"))), queryId, queryId).orElseThrow();
    }

    private static List<String> distinct(java.sql.@Nullable Array names) throws java.sql.SQLException {
        return names == null ? List.of() : Stream.of((String[]) names.getArray()).filter(n -> !n.isEmpty()).distinct().toList();
    }

    @Override
    public void recordEvent(EventRow e) {
        sql.run("insert into query_events (query_id, kind, detail, happened_at) values (?, ?, ?, ?)", e.queryId(), e.kind(), e.detail(),
                e.at());
    }

    @Override
    public Optional<Audit> audit(String queryId) {
        return query(queryId).map(query -> new Audit(
                query,
                pinOf(queryId),
                turns(queryId),
                sql.list("select * from steps where query_id = ? order by number", HistoryRows::step, queryId),
                sql.list("select * from step_failures where query_id = ? order by number", HistoryRows::failure, queryId),
                sql.list("select * from ledger_entries where query_id = ? order by number", HistoryRows::entry, queryId),
                sql.list("select * from query_events where query_id = ? order by number", HistoryRows::event, queryId),
                sql.list("select * from query_outcomes where query_id = ? order by run", HistoryRows::outcome, queryId)));
    }

    /** How many of an expert's newest steps the median is taken of: enough to smooth, few enough to follow a change. */
    private static final int RECENT_STEPS = 20;

    static final String RECENT_LATENCY = """
            select percentile_disc(0.5) within group (order by latency_ms) as median, count(*) as steps
            from (select latency_ms from steps where expert = ? and expert <> '' and not cached order by number desc limit %d) recent
            """.formatted(RECENT_STEPS);

    @Override
    public Optional<Long> recentLatencyMs(String expert) {
        return sql
                .one(RECENT_LATENCY, row -> row.getLong("steps") < 5 ? Optional.<Long>empty() : Optional.of(row.getLong("median")), expert)
                .flatMap(latency -> latency);
    }
}

package dev.maestro.registry.evaluations;

import dev.maestro.core.Json;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.evaluations.Evaluation.BadRow;
import dev.maestro.registry.evaluations.Evaluation.Intake;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The record of evaluations in PostgreSQL. */
public final class PostgresEvaluations implements EvaluationStore {
    /** Results in memory at a time while all are read: a few MB. */
    private static final int PAGE = 500;

    private final Sql sql;

    public PostgresEvaluations(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public Evaluation create(Evaluation e) {
        sql.run("""
                insert into evaluations (name, data, data_hash, profile, policy, registry_revision, experts, attempts, temperature, seed, scorer,
                                         max_turns, max_tokens, max_micros, max_wall_ms, most_samples, concurrency, replay_of, replay_live, created_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, e.name(), e.data(), e.dataHash(), e.profile(), e.policy(), e.registryRevision(), e.experts(), e.attempts(),
                e.temperature(),
                e.seed(), e.scorer(), e.limits().turns(), e.limits().tokens(), e.limits().micros(), e.limits().wallMs(), e.mostSamples(),
                e.concurrency(), e.replay().map(Evaluation.Replay::of), e.replay().map(Evaluation.Replay::live).orElse(false),
                e.createdAt());
        return evaluation(e.name()).orElseThrow();
    }

    @Override
    public Optional<Evaluation> evaluation(String name) {
        return sql.one("select * from evaluations where name = ?", EvaluationRows::evaluation, name);
    }

    static final String OVERVIEW = """
            select e.*, coalesce(i.samples, s.samples) as samples, coalesce(i.bad_rows, b.bad_rows) as bad_rows,
                   greatest(s.next_index, b.next_index) as next_index, i.evaluation is not null as complete,
                   r.done, r.right_ones, r.failed, r.unscored, a.results - r.done as replaced,
                   case when i.evaluation is null then 'taking_in'
                        else case l.kind when 'started' then 'running' when 'resumed' then 'running' else coalesce(l.kind, 'taking_in') end
                   end as status
            from (select * from evaluations %s) e
            left join evaluation_intakes i on i.evaluation = e.name
            left join lateral (select kind from evaluation_events where evaluation = e.name order by number desc limit 1) l on true
            cross join lateral (select count(*) as samples, coalesce(max(index) + 1, 0) as next_index
                                from evaluation_samples where evaluation = e.name and i.evaluation is null) s
            cross join lateral (select count(*) as bad_rows, coalesce(max(index) + 1, 0) as next_index
                                from evaluation_bad_rows where evaluation = e.name and i.evaluation is null) b
            cross join lateral (select count(*) as done, count(*) filter (where is_right) as right_ones, count(*) filter (where status <> 'answered') as failed,
                                       count(*) filter (where unscored) as unscored
                                from standing_sample_results where evaluation = e.name) r
            cross join lateral (select count(*) as results from sample_results where evaluation = e.name) a
            order by e.created_at desc, e.name desc
            """;

    @Override
    public Optional<Overview> overview(String name) {
        return sql.one(OVERVIEW.formatted("where name = ?"), EvaluationRows::overview, name);
    }

    @Override
    public List<Overview> list(int limit) {
        return sql.list(OVERVIEW.formatted("where policy not like 'local:%%' order by created_at desc, name desc limit ?"),
                EvaluationRows::overview, limit);
    }

    @Override
    public Intake intake(String name) {
        return overview(name).map(Overview::intake).orElse(new Intake(0, 0, 0, false));
    }

    @Override
    public void take(String name, List<Sample> samples, List<BadRow> badRows) {
        sql.inTransaction(connection -> {
            for (Sample s : samples) {
                Sql.run(connection, """
                        insert into evaluation_samples (evaluation, index, sample_id, data_source, question, images, ground_truth, text_truth)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """, name, s.index(), s.id(), s.dataSource(), s.question(), s.images(), s.groundTruth(), s.textTruth());
            }
            for (BadRow b : badRows) {
                Sql.run(connection,
                        "insert into evaluation_bad_rows (evaluation, index, place, reason) values (?, ?, ?, ?) on conflict do nothing",
                        name, b.index(), b.place(), b.reason());
            }
            return samples.size();
        });
    }

    @Override
    public void takeFrom(String name, String other) {
        sql.inTransaction(connection -> {
            Sql.run(connection, """
                    insert into evaluation_samples (evaluation, index, sample_id, data_source, question, images, ground_truth, text_truth)
                    select ?, index, sample_id, data_source, question, images, ground_truth, text_truth from evaluation_samples where evaluation = ?
                    on conflict do nothing
                    """, name, other);
            return Sql.run(connection, COMPLETE, name, name, name);
        });
    }

    private static final String COMPLETE = """
            insert into evaluation_intakes (evaluation, samples, bad_rows)
            values (?, (select count(*) from evaluation_samples where evaluation = ?), (select count(*) from evaluation_bad_rows where evaluation = ?))
            on conflict do nothing
            """;

    @Override
    public void complete(String name) {
        sql.run(COMPLETE, name, name, name);
    }

    static final String SAMPLES = "select * from evaluation_samples where evaluation = ? and index >= ? order by index limit ?";

    @Override
    public List<Sample> samples(String name, long fromIndex, int most) {
        return sql.list(SAMPLES, EvaluationRows::sample, name, fromIndex, most);
    }

    @Override
    public List<BadRow> badRows(String name, int most) {
        return sql.list("select * from evaluation_bad_rows where evaluation = ? order by index limit ?", EvaluationRows::badRow, name,
                most);
    }

    @Override
    public Optional<Sample> sample(String name, long index) {
        return sql.one("select * from evaluation_samples where evaluation = ? and index = ?", EvaluationRows::sample, name, index);
    }

    @Override
    public void conditions(List<QueryConditions> conditions) {
        sql.inTransaction(connection -> {
            for (QueryConditions c : conditions) {
                Sql.run(connection, """
                        insert into query_conditions (query_id, evaluation, registry_revision, experts, temperature, seed, replay_of, replay_live)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict do nothing
                        """, c.queryId(), c.evaluation(), c.registryRevision(), c.experts(), c.temperature(), c.seed(), c.replayOf(),
                        c.replayLive());
            }
            return conditions.size();
        });
    }

    @Override
    public Optional<QueryConditions> conditions(String queryId) {
        return sql.one("select * from query_conditions where query_id = ?", EvaluationRows::conditions, queryId);
    }

    private static final String RESULTS = """
            select r.*, s.sample_id, s.data_source, s.question, s.images, s.ground_truth, s.text_truth
            from standing_sample_results r
            join evaluation_samples s on s.evaluation = r.evaluation and s.index = r.index
            where r.evaluation = ?
            """;

    @Override
    public SampleResult record(SampleResult r) {
        sql.run("""
                insert into sample_results (evaluation, index, attempt, query_id, status, answer, reason, message, reference_score, strict_score, is_right,
                                            calls, turns, steps, policy_input_tokens, policy_output_tokens, expert_input_tokens, expert_output_tokens,
                                            cost_micros, latency_ms, queue_ms, policy_ms, expert_ms, registry_revision, policy_version, accepted_at, ended_at,
                                            run, unscored)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?::json, ?::json, ?, ?::json, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, r.evaluation(), r.index(), r.attempt(), r.queryId(), r.status(), r.answer(), r.reason(), r.message(),
                r.reference().map(Json::write), r.strict().map(Json::write), r.right(), Json.write(r.calls()), r.turns(), r.steps(),
                r.policyInputTokens(), r.policyOutputTokens(), r.expertInputTokens(), r.expertOutputTokens(), r.costMicros(), r.latencyMs(),
                r.queueMs(),
                r.policyMs(), r.expertMs(), r.registryRevision(), r.policyVersion(), r.acceptedAt(), r.endedAt(), r.run(), r.unscored());
        return result(r.evaluation(), r.index(), r.attempt()).orElseThrow();
    }

    @Override
    public Optional<SampleResult> result(String name, long index, int attempt) {
        return sql.one(RESULTS + " and r.index = ? and r.attempt = ?", EvaluationRows::result, name, index, attempt);
    }

    static final String RECORDED = """
            select r.index, r.attempt
            from standing_sample_results r
            where r.evaluation = ? and r.index between ? and ? and (not r.unscored or ?)
              and not exists (select 1 from query_retries again where again.query_id = r.query_id and again.run > r.run)
            """;

    @Override
    public List<Position> recorded(String name, long fromIndex, long toIndex, boolean unscoredToo) {
        return sql.list(RECORDED, row -> new Position(row.getLong("index"), row.getInt("attempt")), name, fromIndex, toIndex, unscoredToo);
    }

    @Override
    public boolean replaces(SampleResult r) {
        return r.run() > 0 && sql.one(
                "select exists(select 1 from sample_results where evaluation = ? and index = ? and attempt = ? and run < ?)",
                row -> row.getBoolean(1), r.evaluation(), r.index(), r.attempt(), r.run()).orElseThrow();
    }

    @Override
    public List<String> running(int most) {
        return sql.list("""
                select e.name
                from evaluations e
                join evaluation_intakes i on i.evaluation = e.name
                join lateral (select kind from evaluation_events where evaluation = e.name order by number desc limit 1) last on true
                where last.kind in ('started', 'paused', 'resumed')
                order by e.created_at desc
                limit ?
                """, row -> row.getString("name"), most);
    }

    static final String PAGE_OF_RESULTS = RESULTS + " and (r.index, r.attempt) > (?, ?) order by r.index, r.attempt limit " + PAGE;

    @Override
    public void eachResult(String name, Consumer<SampleResult> consumer) {
        List<SampleResult> page = sql.list(PAGE_OF_RESULTS, EvaluationRows::result, name, -1L, 0);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            SampleResult last = page.getLast();
            page = page.size() < PAGE ? List.of() : sql.list(PAGE_OF_RESULTS, EvaluationRows::result, name, last.index(), last.attempt());
        }
    }

    @Override
    public List<SourceTally> bySource(String name) {
        return sql.list("""
                select s.data_source, count(*) as done, count(*) filter (where r.status = 'answered') as answered,
                       count(*) filter (where r.is_right) as right_ones,
                       count(r.reference_score) as reference_scored, count(*) filter (where (r.reference_score ->> 'accuracy')::float8 > 0) as reference_right,
                       count(r.strict_score) as strict_scored, count(*) filter (where (r.strict_score ->> 'accuracy')::float8 > 0) as strict_right
                from standing_sample_results r
                join evaluation_samples s on s.evaluation = r.evaluation and s.index = r.index
                where r.evaluation = ?
                group by s.data_source
                order by s.data_source
                """, EvaluationRows::tally, name);
    }

    @Override
    public void event(String name, EvaluationEvent kind, String detail, Instant at) {
        sql.run("insert into evaluation_events (evaluation, kind, detail, happened_at) values (?, ?, ?, ?)", name, kind, detail, at);
    }

    @Override
    public void diverged(Divergence d) {
        sql.run("""
                insert into replay_divergences (key, query_id, turn, call, leaf, expert, why, estimate_tokens, estimate_micros, asked_live, diverged_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, d.key(), d.queryId(), d.turn(), d.call(), d.leaf(), d.expert(), d.why(), d.estimateTokens(), d.estimateMicros(),
                d.askedLive(), d.at());
    }

    @Override
    public List<Divergence> divergences(String queryId) {
        return sql.list("select * from replay_divergences where query_id = ? order by turn, diverged_at, key", EvaluationRows::divergence,
                queryId);
    }
}

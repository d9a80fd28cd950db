package dev.maestro.registry.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.registry.database.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** {@link TrainingStore} in PostgreSQL. */
public final class PostgresTraining implements TrainingStore {
    private static final String OVERVIEW = """
            select r.name, r.settings, r.created_at, e.kind,
                   s.step, s.stage, s.metrics, s.recorded_at
            from training_runs r
            left join lateral (select kind from training_events where run = r.name order by number desc limit 1) e on true
            left join lateral (select * from training_steps where run = r.name order by step desc limit 1) s on true
            """;

    private final Sql sql;

    public PostgresTraining(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public Run create(Run run) {
        sql.run("insert into training_runs (name, settings, created_at) values (?, ?::json, ?) on conflict do nothing",
                run.name(), run.settings().toString(), run.createdAt());
        return run(run.name()).orElseThrow();
    }

    @Override
    public Optional<Run> run(String name) {
        return sql.one("select name, settings, created_at from training_runs where name = ?", PostgresTraining::run, name);
    }

    private static Run run(ResultSet row) throws SQLException {
        return new Run(row.getString("name"), Json.tree(row.getString("settings")), Sql.instant(row, "created_at"));
    }

    @Override
    public Optional<Overview> overview(String name) {
        return sql.one(OVERVIEW + "where r.name = ?", PostgresTraining::overview, name);
    }

    @Override
    public List<Overview> list(int most) {
        return sql.list(OVERVIEW + "order by r.created_at desc, r.name limit ?", PostgresTraining::overview, most);
    }

    private static Overview overview(ResultSet row) throws SQLException {
        Run run = run(row);
        String kind = row.getString("kind");
        TrainingStatus status = kind == null ? TrainingStatus.STOPPED : WireForm.parse(TrainingEvent.class, kind).after();
        Optional<Step> newest = row.getString("stage") == null ? Optional.empty() : Optional.of(step(row, run.name()));
        return new Overview(run, status, newest);
    }

    private static Step step(ResultSet row, String run) throws SQLException {
        return new Step(run, row.getLong("step"), row.getString("stage"), Json.tree(row.getString("metrics")),
                Sql.instant(row, "recorded_at"));
    }

    @Override
    public void note(String name, TrainingEvent event, String detail, Instant when) {
        sql.run("insert into training_events (run, kind, detail, happened_at) values (?, ?, ?, ?)", name, event, detail, when);
    }

    @Override
    public List<Entry> diary(String name) {
        return sql.list("select kind, detail, happened_at from training_events where run = ? order by number",
                row -> new Entry(WireForm.parse(TrainingEvent.class, row.getString("kind")), row.getString("detail"),
                        Sql.instant(row, "happened_at")),
                name);
    }

    @Override
    public boolean record(Step step, List<Group> groups) {
        return sql.inTransaction(connection -> {
            int recorded = Sql.run(connection, """
                    insert into training_steps (run, step, stage, metrics, recorded_at) values (?, ?, ?, ?::json, ?)
                    on conflict do nothing""", step.run(), step.step(), step.stage(), step.metrics().toString(), step.recordedAt());
            if (recorded == 0) {
                return false;
            }
            for (Group group : groups) {
                Sql.run(connection, """
                        insert into training_groups (run, step, number, task, trajectories) values (?, ?, ?, ?, ?::json)""",
                        group.run(), group.step(), group.number(), group.task(), group.trajectories().toString());
            }
            return true;
        });
    }

    @Override
    public List<Step> steps(String name, long fromStep, int most) {
        return sql.list("""
                select step, stage, metrics, recorded_at from training_steps
                where run = ? and step >= ? order by step limit ?""", row -> step(row, name), name, fromStep, most);
    }

    @Override
    public List<Group> groups(String name, long step) {
        return sql.list("select number, task, trajectories from training_groups where run = ? and step = ? order by number",
                row -> new Group(name, step, row.getInt("number"), row.getString("task"), Json.tree(row.getString("trajectories"))),
                name, step);
    }

    @Override
    public long groupCount(String name) {
        return sql.one("select count(*) as groups from training_groups where run = ?", row -> row.getLong("groups"), name).orElse(0L);
    }

    @Override
    public void record(Checkpoint checkpoint) {
        sql.run("""
                insert into training_checkpoints (run, step, digest, folder, bytes, recorded_at) values (?, ?, ?, ?, ?, ?)
                on conflict do nothing""", checkpoint.run(), checkpoint.step(), checkpoint.digest(), checkpoint.folder(),
                checkpoint.bytes(), checkpoint.recordedAt());
    }

    @Override
    public List<Checkpoint> checkpoints(String name) {
        return sql.list("""
                select step, digest, folder, bytes, recorded_at from training_checkpoints where run = ? order by step desc""",
                row -> new Checkpoint(name, row.getLong("step"), row.getString("digest"), row.getString("folder"), row.getLong("bytes"),
                        Sql.instant(row, "recorded_at")),
                name);
    }

    @Override
    public Promotion record(Promotion promotion) {
        return sql.one("""
                insert into policy_promotions (rolled_back, folder, digest, evidence, anyway, promoted_by, happened_at)
                values (?, ?, ?, ?::json, ?, ?, ?) returning *""", PostgresTraining::promotion,
                promotion.rolledBack(), promotion.folder(), promotion.digest(), promotion.evidence().map(JsonNode::toString),
                promotion.anyway(), promotion.by(), promotion.happenedAt()).orElseThrow();
    }

    @Override
    public List<Promotion> promotions(int most) {
        return sql.list("select * from policy_promotions order by number desc limit ?", PostgresTraining::promotion, most);
    }

    private static Promotion promotion(ResultSet row) throws SQLException {
        Instant when = Sql.instant(row, "happened_at");
        return new Promotion(row.getLong("number"), row.getBoolean("rolled_back"), row.getString("folder"), row.getString("digest"),
                Optional.ofNullable(row.getString("evidence")).map(Json::tree), row.getBoolean("anyway"), row.getString("promoted_by"),
                when);
    }
}

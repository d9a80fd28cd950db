package dev.maestro.registry.evaluations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.evaluations.Evaluation.BadRow;
import dev.maestro.registry.evaluations.Evaluation.Intake;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.Evaluation.Replay;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import dev.maestro.registry.evaluations.EvaluationStore.SourceTally;
import dev.maestro.registry.evaluations.SampleResult.Call;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of the evaluation tables as records. */
final class EvaluationRows {
    private static final TypeReference<List<Call>> CALLS = new TypeReference<>() {};

    private EvaluationRows() {}

    static Evaluation evaluation(ResultSet row) throws SQLException {
        Optional<Replay> replay = Optional.ofNullable(row.getString("replay_of")).isPresent()
                ? Optional.of(new Replay(row.getString("replay_of"), row.getBoolean("replay_live")))
                : Optional.empty();
        return new Evaluation(
                row.getString("name"), row.getString("data"), row.getString("data_hash"), Profile.of(row.getString("profile")),
                row.getString("policy"),
                row.getLong("registry_revision"), Sql.texts(row, "experts"), row.getInt("attempts"), row.getDouble("temperature"),
                row.getLong("seed"), row.getString("scorer"),
                new Limits(row.getInt("max_turns"), row.getLong("max_tokens"), row.getLong("max_micros"), row.getLong("max_wall_ms")),
                row.getLong("most_samples"), row.getInt("concurrency"), replay, Sql.instant(row, "created_at"));
    }

    static Overview overview(ResultSet row) throws SQLException {
        return new Overview(evaluation(row), WireForm.parse(EvaluationStatus.class, row.getString("status")),
                new Intake(row.getLong("samples"), row.getLong("bad_rows"), row.getLong("next_index"), row.getBoolean("complete")),
                row.getLong("done"), row.getLong("right_ones"), row.getLong("failed"), row.getLong("unscored"), row.getLong("replaced"));
    }

    static Sample sample(ResultSet row) throws SQLException {
        return new Sample(row.getLong("index"), row.getString("sample_id"), row.getString("data_source"), row.getString("question"),
                Sql.texts(row, "images").stream().map(ContentHash::new).toList(), Sql.texts(row, "ground_truth"),
                row.getBoolean("text_truth"));
    }

    static BadRow badRow(ResultSet row) throws SQLException {
        return new BadRow(row.getLong("index"), row.getString("place"), row.getString("reason"));
    }

    static QueryConditions conditions(ResultSet row) throws SQLException {
        return new QueryConditions(row.getString("query_id"), row.getString("evaluation"), row.getLong("registry_revision"),
                Sql.texts(row, "experts"),
                row.getDouble("temperature"), row.getLong("seed"), Optional.ofNullable(row.getString("replay_of")),
                row.getBoolean("replay_live"));
    }

    static SampleResult result(ResultSet row) throws SQLException {
        Sample sample = sample(row);
        return new SampleResult(
                row.getString("evaluation"), sample.index(), row.getInt("attempt"), sample.id(), sample.dataSource(), sample.question(),
                sample.images(), sample.groundTruth(),
                row.getString("query_id"), WireForm.parse(QueryStatus.class, row.getString("status")),
                Optional.ofNullable(row.getString("answer")), row.getString("reason"),
                row.getString("message"),
                score(row, "reference_score"), score(row, "strict_score"), row.getBoolean("is_right"),
                calls(row.getString("calls")), row.getInt("turns"), row.getInt("steps"),
                row.getLong("policy_input_tokens"), row.getLong("policy_output_tokens"), row.getLong("expert_input_tokens"),
                row.getLong("expert_output_tokens"),
                row.getLong("cost_micros"), row.getLong("latency_ms"), row.getLong("queue_ms"), row.getLong("policy_ms"),
                row.getLong("expert_ms"),
                row.getLong("registry_revision"), row.getString("policy_version"), Sql.instant(row, "accepted_at"),
                Sql.instant(row, "ended_at"), row.getInt("run"), row.getBoolean("unscored"));
    }

    private static Optional<Score> score(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(json -> Json.read(json, Score.class));
    }

    private static List<Call> calls(String json) {
        try {
            return Json.MAPPER.readValue(json, CALLS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the calls of a sample's result cannot be read: " + e.getOriginalMessage(), e);
        }
    }

    static SourceTally tally(ResultSet row) throws SQLException {
        return new SourceTally(row.getString("data_source"), row.getLong("done"), row.getLong("answered"), row.getLong("right_ones"),
                row.getLong("reference_scored"), row.getLong("reference_right"), row.getLong("strict_scored"), row.getLong("strict_right"));
    }

    static Divergence divergence(ResultSet row) throws SQLException {
        return new Divergence(row.getString("key"), row.getString("query_id"), row.getInt("turn"), CallId.parse(row.getString("call")),
                row.getString("leaf"),
                row.getString("expert"), row.getString("why"), row.getLong("estimate_tokens"), row.getLong("estimate_micros"),
                row.getBoolean("asked_live"), Sql.instant(row, "diverged_at"));
    }
}

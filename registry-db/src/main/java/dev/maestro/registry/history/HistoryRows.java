package dev.maestro.registry.history;

import dev.maestro.core.ContentHash;
import dev.maestro.core.WireForm;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.QuerySummary;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Stored;
import dev.maestro.registry.history.QueryHistory.Turn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Rows of the history tables as records. */
final class HistoryRows {
    private HistoryRows() {}

    static QueryRow query(ResultSet row) throws SQLException {
        return new QueryRow(
                row.getString("id"), row.getString("question"), hashes(row), Profile.of(row.getString("profile")), row.getString("policy"),
                new Limits(row.getInt("max_turns"), row.getLong("max_tokens"), row.getLong("max_micros"), row.getLong("max_wall_ms")),
                Sql.instant(row, "accepted_at"));
    }

    static QuerySummary summary(ResultSet row) throws SQLException {
        return new QuerySummary(
                row.getString("query_id"), row.getString("question"), status(row), Optional.ofNullable(row.getString("answer")),
                Sql.instant(row, "accepted_at"), Sql.optionalInstant(row, "finished_at"), row.getLong("registry_revision"));
    }

    static PinRow pin(ResultSet row) throws SQLException {
        return new PinRow(
                row.getString("query_id"), row.getLong("registry_revision"), row.getString("rule_set"),
                Profile.of(row.getString("profile")),
                row.getString("policy"), row.getString("policy_version"));
    }

    static DecisionRow decision(ResultSet row) throws SQLException {
        return new DecisionRow(
                TurnKey.parse(row.getString("key")), row.getString("query_id"), row.getInt("turn"), row.getString("text"),
                row.getString("action"),
                Optional.ofNullable(row.getObject("log_probability", Double.class)), row.getString("candidates"), row.getString("why"),
                row.getLong("input_tokens"), row.getLong("output_tokens"), row.getLong("cost_micros"), row.getLong("latency_ms"),
                row.getInt("attempt"), Sql.instant(row, "decided_at"), Optional.ofNullable(row.getString("written")));
    }

    static ObservationRow observation(ResultSet row) throws SQLException {
        return new ObservationRow(
                TurnKey.parse(row.getString("key")), row.getString("query_id"), row.getInt("turn"), row.getString("verdict"),
                row.getString("observation"), Sql.instant(row, "observed_at"));
    }

    static Turn turn(ResultSet row) throws SQLException {
        Optional<ObservationRow> observation = row.getString("o_key") == null
                ? Optional.empty()
                : Optional.of(new ObservationRow(
                        TurnKey.parse(row.getString("o_key")), row.getString("query_id"), row.getInt("turn"), row.getString("verdict"),
                        row.getString("observation"), Sql.instant(row, "observed_at")));
        return new Turn(decision(row), observation);
    }

    static StepRow step(ResultSet row) throws SQLException {
        return new StepRow(
                StepKey.parse(row.getString("key")), row.getString("query_id"), row.getInt("turn"), CallId.parse(row.getString("call")),
                WireForm.parse(StepKind.class, row.getString("kind")),
                row.getString("skill"), row.getString("asked"), row.getString("expert"),
                stored(row, "request"), stored(row, "reply"), row.getString("value"), row.getString("result"), hashes(row),
                row.getLong("input_tokens"), row.getLong("output_tokens"), row.getLong("cost_micros"), row.getLong("latency_ms"),
                row.getInt("attempt"), row.getBoolean("cached"), Sql.instant(row, "started_at"), Sql.instant(row, "recorded_at"));
    }

    static FailureRow failure(ResultSet row) throws SQLException {
        return new FailureRow(
                StepKey.parse(row.getString("key")), row.getString("query_id"), row.getInt("turn"), CallId.parse(row.getString("call")),
                row.getString("expert"),
                row.getString("failure"), row.getString("message"), row.getInt("status"), row.getInt("attempt"),
                row.getLong("latency_ms"), Sql.instant(row, "failed_at"));
    }

    static OutcomeRow outcome(ResultSet row) throws SQLException {
        return new OutcomeRow(
                row.getString("query_id"), row.getInt("run"), status(row), Optional.ofNullable(row.getString("answer")),
                row.getString("reason"), row.getString("message"), Sql.instant(row, "ended_at"));
    }

    static EventRow event(ResultSet row) throws SQLException {
        return new EventRow(row.getString("query_id"), WireForm.parse(EventKind.class, row.getString("kind")), row.getString("detail"),
                Sql.instant(row, "happened_at"));
    }

    static Ledger.Entry entry(ResultSet row) throws SQLException {
        return new Ledger.Entry(
                row.getString("query_id"), row.getString("key"), WireForm.parse(Ledger.EntryKind.class, row.getString("kind")),
                row.getLong("tokens"), row.getLong("micros"),
                Sql.instant(row, "entered_at"));
    }

    private static QueryStatus status(ResultSet row) throws SQLException {
        return WireForm.parse(QueryStatus.class, row.getString("status"));
    }

    private static List<ContentHash> hashes(ResultSet row) throws SQLException {
        return Sql.texts(row, "images").stream().map(ContentHash::new).toList();
    }

    private static Stored stored(ResultSet row, String column) throws SQLException {
        return new Stored(Optional.ofNullable(row.getString(column)),
                Optional.ofNullable(row.getString(column + "_hash")).map(ContentHash::new));
    }
}

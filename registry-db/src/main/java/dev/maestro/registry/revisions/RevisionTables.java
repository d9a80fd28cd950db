package dev.maestro.registry.revisions;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements on the tables of revisions, on a connection of the caller's, inside or outside a transaction. */
final class RevisionTables {
    /** Who validates holds this until the verdict is committed, so that one worker does it. */
    static final String LOCK_VERDICTS = "select pg_advisory_xact_lock(5117, 2)";

    private RevisionTables() {}

    static long newest(Connection connection) throws SQLException {
        return Sql.list(connection, "select coalesce(max(id), 0) from registry_revisions", row -> row.getLong(1)).getFirst();
    }

    /** 0 while none was ever accepted. */
    static long current(Connection connection) throws SQLException {
        return Sql.list(connection, "select coalesce(max(revision), 0) from registry_current", row -> row.getLong(1)).getFirst();
    }

    static RegistrySnapshot load(Connection connection, long revision) throws SQLException {
        return new RegistryRows(rows(connection, revision)).snapshot(revision);
    }

    /** Rows by table. */
    static Map<String, List<JsonNode>> rows(Connection connection, long revision) throws SQLException {
        Map<String, List<JsonNode>> tables = new HashMap<>();
        Sql.list(
                connection,
                "select table_name, content from registry_as_of(?)",
                row -> tables.computeIfAbsent(row.getString("table_name"), _ -> new ArrayList<>()).add(tree(row.getString("content"))),
                revision);
        return tables;
    }

    static List<Revision> revisions(Connection connection, int limit) throws SQLException {
        return Sql.list(connection, "select * from registry_revision_states order by id desc limit ?", RevisionTables::revision, limit);
    }

    private static Revision revision(ResultSet row) throws SQLException {
        return new Revision(
                row.getLong("id"), Sql.instant(row, "created_at"), row.getString("author"), row.getString("comment"),
                Revision.State.valueOf(row.getString("state").toUpperCase(java.util.Locale.ROOT)), problems(row.getString("problems")),
                row.getBoolean("serves"));
    }

    private static List<Problem> problems(String json) {
        try {
            return Json.MAPPER.readValue(json, new TypeReference<List<Problem>>() {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RegistryDiff diff(Connection connection, long from, long to) throws SQLException {
        return new RegistryDiff(from, to, Sql.list(
                connection,
                "select table_name, array_to_string(row_key, '/') as row_key, before, after from registry_difference(?, ?)",
                row -> RegistryDiff.change(
                        row.getString("table_name"), row.getString("row_key"), tree(row.getString("before")), tree(row.getString("after"))),
                from, to));
    }

    private static JsonNode tree(@Nullable String json) {
        return json == null ? MissingNode.getInstance() : Json.tree(json);
    }

    static void accept(Connection connection, long revision) throws SQLException {
        Sql.run(connection, "select accept_registry(?)", revision);
    }

    static void reject(Connection connection, long revision, List<Problem> problems) throws SQLException {
        String reason = problems.stream().limit(3).map(Problem::toString).collect(Collectors.joining("; "));
        Sql.run(connection, "select reject_registry(?, ?, ?::jsonb)", revision, reason, Json.write(problems));
    }

    /** Revisions newer than the current one that nobody has rejected, newest first. */
    static List<Long> proposed(Connection connection) throws SQLException {
        return Sql.list(connection, """
                select r.id
                from registry_revisions r
                where r.id > (select coalesce(max(revision), 0) from registry_current)
                  and not exists (select from registry_verdicts v where v.revision = r.id)
                order by r.id desc
                limit 20
                """, row -> row.getLong(1));
    }
}

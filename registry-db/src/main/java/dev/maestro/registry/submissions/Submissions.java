package dev.maestro.registry.submissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.maestro.core.Json;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.Submission.Accepted;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Accepts queries: what is accepted here is kept, whatever happens to who accepted it. Between acceptance and
 * {@link #started} a query waits for its workflow; any server may start it, since starting twice starts once. Thread-safe.
 */
public final class Submissions {
    /** How long an idempotency key finds its query again. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final TypeReference<Map<String, String>> LABELS = new TypeReference<>() {};

    private final Sql sql;

    public Submissions(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * Records query and submission in one transaction; or finds the query that was accepted under the same tenant, route and
     * idempotency key. Of two at the same moment one is recorded, and the other finds it.
     */
    public Accepted accept(Submission submission, QueryRow query) {
        return sql.inTransaction(connection -> {
            if (submission.idempotencyKey().isPresent()) {
                Sql.run(connection, """
                        update submissions set idempotency_key = null
                        where tenant = ? and route = ? and idempotency_key = ? and accepted_at < ?
                        """, submission.tenant(), submission.route(), submission.idempotencyKey(), query.acceptedAt().minus(KEPT));
            }
            List<Accepted> fresh = Sql.list(connection, """
                    insert into submissions (query_id, tenant, api_key, source, route, request_hash, idempotency_key, labels, accepted_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
                    on conflict on constraint submissions_one_per_idempotency_key_uq do nothing
                    returning query_id, request_hash
                    """, row -> accepted(row, true), submission.queryId(), submission.tenant(), submission.apiKey(), submission.source(),
                    submission.route(), submission.requestHash(), submission.idempotencyKey(), Json.write(submission.labels()),
                    query.acceptedAt());
            if (fresh.isEmpty()) {
                return Sql.list(connection, """
                        select query_id, request_hash from submissions where tenant = ? and route = ? and idempotency_key = ?
                        """, row -> accepted(row, false), submission.tenant(), submission.route(), submission.idempotencyKey()).getFirst();
            }
            Sql.run(connection, """
                    insert into queries (id, question, images, profile, policy, max_turns, max_tokens, max_micros, max_wall_ms, accepted_at)
                    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """, query.id(), query.question(), query.images(), query.profile(), query.policy(), query.limits().turns(),
                    query.limits().tokens(), query.limits().micros(), query.limits().wallMs(), query.acceptedAt());
            return fresh.getFirst();
        });
    }

    private static Accepted accepted(ResultSet row, boolean fresh) throws SQLException {
        return new Accepted(row.getString("query_id"), row.getString("request_hash"), fresh);
    }

    /** Records that the query's workflow was started. */
    public void started(String queryId, Instant at) {
        sql.run("update submissions set started_at = ? where query_id = ? and started_at is null", at, queryId);
    }

    /** Ids of queries that were accepted before then and have no workflow yet, oldest first. */
    public List<String> notStarted(Instant acceptedBefore, int most) {
        return sql.list("select query_id from submissions where started_at is null and accepted_at < ? order by accepted_at limit ?",
                row -> row.getString(1), acceptedBefore, most);
    }

    public Optional<Submission> of(String queryId) {
        return sql.one("select * from submissions where query_id = ?", row -> new Submission(
                row.getString("query_id"), row.getString("tenant"), Optional.ofNullable(row.getString("api_key")), row.getString("source"),
                row.getString("route"), row.getString("request_hash"), Optional.ofNullable(row.getString("idempotency_key")),
                labels(row.getString("labels"))), queryId);
    }

    static Map<String, String> labels(String json) {
        try {
            return Json.MAPPER.readValue(json, LABELS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("labels are an object of texts: " + json, e);
        }
    }
}

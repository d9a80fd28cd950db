package dev.maestro.registry.submissions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.Submission.Accepted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
        return accept(submission, query, true);
    }

    /**
     * As {@link #accept(Submission, QueryRow)}.
     *
     * @param ownMicros whether the money limit was asked for: then it is refused where no more than that is left, and not cut
     * @throws MaestroException of a code of {@link LimitErrors} when a limit of the tenant or of the key would be passed
     */
    public Accepted accept(Submission submission, QueryRow query, boolean ownMicros) {
        return accept(SubmissionGroup.of(submission, query, ownMicros)).queries().getFirst();
    }

    /**
     * As {@link #accept(Submission, QueryRow, boolean)}, of several queries: all of them are accepted or none is. Who sends the same again
     * while it is being accepted waits, and finds it.
     */
    public SubmissionGroup.Found accept(SubmissionGroup group) {
        Submission first = group.members().getFirst().submission();
        Instant now = group.members().getFirst().query().acceptedAt();
        return sql.inTransaction(connection -> {
            Sql.list(connection, "select pg_advisory_xact_lock(hashtextextended(?, 20))", _ -> true,
                    String.join(" ", first.tenant(), first.route(), first.apiKey().orElse(""), first.requestHash()));
            if (first.idempotencyKey().isPresent()) {
                Sql.run(connection, """
                        update submissions set idempotency_key = null
                        where tenant = ? and route = ? and idempotency_key = ? and accepted_at < ?
                        """, first.tenant(), first.route(), first.idempotencyKey(), now.minus(KEPT));
            } else if (group.sameSince().isPresent()) {
                List<String> same = Sql.list(connection, """
                        select coalesce(group_id, query_id) from submissions
                        where tenant = ? and route = ? and request_hash = ? and asked_at >= ? and coalesce(api_key, '') = ?
                        order by asked_at desc limit 1
                        """, row -> row.getString(1), first.tenant(), first.route(), first.requestHash(), group.sameSince(),
                        first.apiKey().orElse(""));
                if (!same.isEmpty()) {
                    return again(connection, same.getFirst(), now);
                }
            }
            List<Accepted> accepted = new ArrayList<>();
            for (SubmissionGroup.Member member : group.members()) {
                if (!insert(connection, member.submission(), first.queryId(), accepted.size(), group.cancelAlone(), now)) {
                    String found = Sql.list(connection, """
                            select coalesce(group_id, query_id) from submissions where tenant = ? and route = ? and idempotency_key = ?
                            """, row -> row.getString(1), first.tenant(), first.route(), first.idempotencyKey()).getFirst();
                    return again(connection, found, now);
                }
                accepted.add(record(connection, member, group));
            }
            return new SubmissionGroup.Found(accepted, group.cancelAlone());
        });
    }

    /** @return whether it was not there before, under its idempotency key */
    private static boolean insert(Connection connection, Submission submission, String groupId, int choice, boolean cancelAlone,
            Instant now)
            throws SQLException {
        return Sql.run(connection, """
                insert into submissions (query_id, tenant, api_key, source, route, request_hash, idempotency_key, labels, accepted_at,
                    group_id, choice, asked_at, on_disconnect)
                values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                on conflict on constraint submissions_one_per_idempotency_key_uq do nothing
                """, submission.queryId(), submission.tenant(), submission.apiKey(), submission.source(),
                submission.route(), submission.requestHash(), submission.idempotencyKey(), Json.write(submission.labels()), now,
                groupId, choice, now, cancelAlone ? "cancel" : "continue") == 1;
    }

    private static Accepted record(Connection connection, SubmissionGroup.Member member, SubmissionGroup group) throws SQLException {
        QueryRow query = member.query();
        Admitted admitted = admit(connection, member.submission(), query, group.ownMicros());
        Sql.run(connection, """
                insert into queries (id, question, images, profile, policy, max_turns, max_tokens, max_micros, max_wall_ms, accepted_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """, query.id(), query.question(), query.images(), query.profile(), query.policy(), query.limits().turns(),
                query.limits().tokens(), admitted.micros(), query.limits().wallMs(), query.acceptedAt());
        if (group.request().isPresent()) {
            ClientRequest request = group.request().get();
            Sql.run(connection, """
                    insert into client_requests (query_id, tenant, model, question, body, previous, user_hash)
                    values (?, ?, ?, ?, ?::jsonb, ?, ?)
                    """, query.id(), member.submission().tenant(), request.model(), request.question(), request.body(), request.previous(),
                    request.userHash());
        }
        return new Accepted(query.id(), member.submission().requestHash(), true, admitted.micros(), admitted.waiting());
    }

    /** The queries of a group that was accepted before, which is asked again now. */
    private static SubmissionGroup.Found again(Connection connection, String group, Instant now) throws SQLException {
        Sql.run(connection, "update submissions set asked_at = greatest(asked_at, ?) where query_id = ?", now, group);
        List<Accepted> queries = Sql.list(connection,
                "select query_id, request_hash from submissions where group_id = ? or query_id = ? order by choice", Submissions::accepted,
                group,
                group);
        boolean cancelAlone = Sql.list(connection, "select on_disconnect from submissions where query_id = ?",
                row -> row.getString(1).equals("cancel"), group).getFirst();
        return new SubmissionGroup.Found(queries, cancelAlone);
    }

    /** Whether somebody asked for the query again later than then. */
    public boolean wasAskedSince(String queryId, Instant then) {
        return sql.one("""
                select exists (select from submissions g join submissions m on g.query_id = coalesce(m.group_id, m.query_id)
                               where m.query_id = ? and g.asked_at > ?)
                """, row -> row.getBoolean(1), queryId, then).orElse(false);
    }

    private record Admitted(long micros, boolean waiting) {}

    /** Under the lock of the tenant's row, until the transaction ends. */
    private static Admitted admit(Connection connection, Submission submission, QueryRow query, boolean ownMicros) throws SQLException {
        return Sql.list(connection, "select * from admit_query(?, ?, ?, ?, ?, ?)", row -> {
            String refused = row.getString("refused_what");
            if (refused != null) {
                throw refusal(refused, row, query.limits().micros());
            }
            return new Admitted(row.getLong("granted"), row.getBoolean("must_wait"));
        }, query.id(), submission.tenant(), submission.apiKey().orElse(""), query.acceptedAt(), query.limits().micros(), ownMicros)
                .getFirst();
    }

    private static MaestroException refusal(String what, ResultSet row, long wanted) throws SQLException {
        String whose = row.getString("whose");
        long limit = row.getLong("limit_set");
        long used = row.getLong("in_use");
        long seconds = row.getLong("retry_after_s");
        Map<String, Object> fields = Map.of("whose", whose, "limit", limit, "in_use", used, "retry_after_s", seconds);
        return switch (what) {
            case "requests_per_minute" -> new MaestroException(LimitErrors.RATE_EXCEEDED,
                    "the " + whose + " may send " + limit + " queries a minute. Wait " + seconds + " s.", fields, null);
            case "running" -> new MaestroException(LimitErrors.TOO_MANY_RUNNING,
                    used + " queries of the " + whose + " run, limit " + limit
                            + ", and no place to wait is left. Wait until one of them ends.",
                    fields, null);
            default -> new MaestroException(whose.equals("tenant") ? LimitErrors.TENANT_BUDGET_SPENT : LimitErrors.KEY_BUDGET_SPENT,
                    "the query may need " + wanted + " micros, and of the " + whose + "'s " + limit + " " + what.replace('_', ' ') + " "
                            + used
                            + " are spent or held. It renews in " + seconds + " s.",
                    fields, null);
        };
    }

    /** Names of tenants of which queries wait for a place. */
    public List<String> tenantsThatWait() {
        return sql.list("select distinct tenant from submissions where waiting", row -> row.getString(1));
    }

    /** Gives places that are free to waiting queries, oldest first; their ids. */
    public List<String> release(String tenant) {
        return sql.inTransaction(connection -> Sql.list(connection, "select release_waiting(?)", row -> row.getString(1), tenant));
    }

    /** Whether the query waits for a place. */
    public boolean isWaiting(String queryId) {
        return sql.one("select waiting from submissions where query_id = ?", row -> row.getBoolean(1), queryId).orElse(false);
    }

    /**
     * Ends a query that waits for a place, as cancelled: it has no workflow that could do it.
     *
     * @return whether it waited
     */
    public boolean withdraw(String queryId, String by, Instant at) {
        return sql.inTransaction(connection -> {
            if (Sql.run(connection, "update submissions set waiting = false, started_at = ? where query_id = ? and waiting", at,
                    queryId) == 0) {
                return false;
            }
            Sql.run(connection, "insert into query_events (query_id, kind, detail, happened_at) values (?, 'cancel_requested', ?, ?)",
                    queryId, by,
                    at);
            Sql.run(connection, """
                    insert into query_outcomes (query_id, run, status, reason, message, ended_at)
                    values (?, 0, 'cancelled', 'CANCELLED', 'cancelled before it began', ?)
                    """, queryId, at);
            return true;
        });
    }

    private static Accepted accepted(ResultSet row) throws SQLException {
        return new Accepted(row.getString("query_id"), row.getString("request_hash"), false, 0, false);
    }

    /** Records that the query's workflow was started. */
    public void started(String queryId, Instant at) {
        sql.run("update submissions set started_at = ? where query_id = ? and started_at is null", at, queryId);
    }

    /** Ids of queries that were accepted before then and have no workflow yet, oldest first. */
    public List<String> notStarted(Instant acceptedBefore, int most) {
        return sql.list(
                "select query_id from submissions where started_at is null and not waiting and accepted_at < ? order by accepted_at limit ?",
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

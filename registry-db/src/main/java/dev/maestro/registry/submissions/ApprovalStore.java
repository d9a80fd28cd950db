package dev.maestro.registry.submissions;

import dev.maestro.core.WireForm;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.submissions.ApprovalRow.Decision;
import dev.maestro.registry.submissions.ApprovalRow.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** What queries of a tenant wait for a person's word for, and what people said. The first word counts. Thread-safe. */
public final class ApprovalStore {
    private static final String APPROVALS = """
            select * from (
                select e.number, e.query_id, e.detail as target, e.happened_at, q.question, q.images,
                       coalesce(d.decision = 'approve', a.kind = 'approved') as approved,
                       coalesce(d.decided_by, substr(a.detail, length(e.detail) + length(' by ') + 1)) as decided_by,
                       coalesce(d.comment, '') as comment, coalesce(d.decided_at, a.happened_at) as decided_at,
                       case when d.request is not null or a.kind is not null then 'decided'
                            when s.finished_at is not null then 'ended' else 'pending' end as state
                from query_events e
                join query_status s on s.query_id = e.query_id
                join queries q on q.id = e.query_id
                left join approval_decisions d on d.request = e.number
                left join lateral (
                    select x.kind, x.detail, x.happened_at from query_events x
                    where x.query_id = e.query_id and x.number > e.number and x.kind in ('approved', 'denied')
                      and starts_with(x.detail, e.detail || ' by ')
                    order by x.number limit 1) a on true
                where e.kind = 'awaiting_approval' and s.tenant = ?) approvals
            """;

    private final Sql sql;

    public ApprovalStore(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    /**
     * Newest first.
     *
     * @param before numbers below this one; {@link Long#MAX_VALUE} for all
     */
    public List<ApprovalRow> list(String tenant, Optional<State> state, long before, int most) {
        return sql.list(APPROVALS + " where number < ? and state = coalesce(?, state) order by number desc limit ?",
                ApprovalStore::approval,
                tenant, before, state.map(State::wire), most);
    }

    public Optional<ApprovalRow> find(String tenant, long number) {
        return sql.one(APPROVALS + " where number = ?", ApprovalStore::approval, tenant, number);
    }

    /** @return whether this is the first word about it */
    public boolean decide(long number, Decision decision) {
        return sql.run("""
                insert into approval_decisions (request, decision, comment, decided_by, decided_at) values (?, ?, ?, ?, ?)
                on conflict do nothing
                """, number, decision.approved() ? "approve" : "deny", decision.comment(), decision.by(), decision.at()) == 1;
    }

    /** Notes that the query heard of it. */
    public void delivered(long number, Instant at) {
        sql.run("update approval_decisions set delivered_at = ? where request = ? and delivered_at is null", at, number);
    }

    /** A decision that its query has not heard of. */
    public record Undelivered(long number, String queryId, String target, boolean approved, String by) {}

    /** Decisions from before then that their queries have not heard of, oldest first. */
    public List<Undelivered> undelivered(Instant decidedBefore, int most) {
        return sql.list("""
                select d.request, e.query_id, e.detail, d.decision, d.decided_by
                from approval_decisions d join query_events e on e.number = d.request
                where d.delivered_at is null and d.decided_at < ?
                order by d.decided_at limit ?
                """, row -> new Undelivered(row.getLong(1), row.getString(2), row.getString(3), row.getString(4).equals("approve"),
                row.getString(5)), decidedBefore, most);
    }

    private static ApprovalRow approval(ResultSet row) throws SQLException {
        State state = WireForm.parse(State.class, row.getString("state"));
        Optional<Decision> decision = state == State.DECIDED
                ? Optional.of(new Decision(row.getBoolean("approved"), row.getString("decided_by"), row.getString("comment"),
                        Sql.instant(row, "decided_at")))
                : Optional.empty();
        return new ApprovalRow(row.getLong("number"), row.getString("query_id"), row.getString("target"), state, row.getString("question"),
                Sql.texts(row, "images"), Sql.instant(row, "happened_at"), decision);
    }
}

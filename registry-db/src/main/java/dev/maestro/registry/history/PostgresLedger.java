package dev.maestro.registry.history;

import dev.maestro.registry.database.Sql;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;

/** The ledger in PostgreSQL; each method is one round trip. Sums and locks are in V0003's functions. */
public final class PostgresLedger implements Ledger {
    private final Sql sql;

    public PostgresLedger(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public Reservation reserve(String queryId, String key, long tokens, long micros) {
        return sql.one(
                "select refused_what, needed, left_over, limit_set from reserve_budget(?, ?, ?, ?)",
                row -> {
                    String what = row.getString("refused_what");
                    return what == null
                            ? new Reservation.Granted()
                            : (Reservation) new Reservation.Refused(what, row.getLong("needed"), row.getLong("left_over"),
                                    row.getLong("limit_set"));
                },
                queryId, key, tokens, micros).orElseThrow();
    }

    @Override
    public Claim claim(CallClaim c) {
        return sql.one("select answer, needed, left_over, limit_set from claim_call(?, ?, ?, ?, ?, ?, ?)", row -> {
            String answer = row.getString("answer");
            return switch (answer) {
                case "granted" -> new Claim.Granted();
                case "recorded" -> new Claim.Recorded();
                case "over" -> new Claim.Over();
                case "held" -> new Claim.Held(Duration.ofMillis(row.getLong("left_over")));
                default -> (Claim) new Claim.TooMuch(new Reservation.Refused(answer, row.getLong("needed"), row.getLong("left_over"),
                        row.getLong("limit_set")));
            };
        }, c.queryId(), c.key(), c.call(), c.holder(), c.lease().toMillis(), c.tokens(), c.micros()).orElseThrow();
    }

    @Override
    public void giveBack(CallClaim c) {
        sql.run("select give_back_call(?, ?, ?, ?)", c.queryId(), c.key(), c.call(), c.holder());
    }

    @Override
    public void renew(Collection<String> holders, Duration lease) {
        sql.run("update call_leases set expires_at = clock_timestamp() + ? * interval '1 ms' where holder = any(?)", lease.toMillis(),
                List.copyOf(holders));
    }

    @Override
    public void settle(String queryId, String key, long tokens, long micros) {
        sql.run("select settle_budget(?, ?, ?, ?)", queryId, key, tokens, micros);
    }

    @Override
    public void release(String queryId, String key) {
        sql.run("select release_budget(?, ?)", queryId, key);
    }

    @Override
    public Balance balance(String queryId) {
        return sql.one(
                "select tokens_spent, tokens_reserved, micros_spent, micros_reserved from ledger_balance(?)",
                row -> new Balance(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                queryId).orElseThrow();
    }
}

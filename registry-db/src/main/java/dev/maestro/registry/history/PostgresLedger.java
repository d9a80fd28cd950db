package dev.maestro.registry.history;

import dev.maestro.registry.database.Sql;
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

package dev.maestro.registry.revisions;

import dev.maestro.core.ContentHash;
import dev.maestro.registry.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Lets nobody but its owner commit a transaction: until {@link #release} the server refuses any commit, however it is
 * written, by a deferred trigger on a row of a temporary table, and undoes the transaction. For one connection and one
 * transaction. The role needs the right to make temporary tables, which everybody has unless it was taken.
 */
final class TransactionGuard {
    private final String key = UUID.randomUUID().toString();

    /** Must be the first thing in the transaction. */
    void arm(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("create temporary table maestro_transaction_guard (lock text not null) on commit drop");
            statement.execute("""
                    create or replace function pg_temp.maestro_guard_transaction() returns trigger language plpgsql as $$
                    begin
                        if 'sha256:' || encode(sha256(convert_to(coalesce(current_setting('maestro.guard_key', true), ''), 'UTF8')), 'hex') <> new.lock then
                            raise exception 'the file would end its transaction before its own end'
                                using hint = 'A file is one transaction by itself: remove the statement that commits or sets constraints to immediate.';
                        end if;
                        return null;
                    end $$""");
            statement.execute("create constraint trigger guard after insert on maestro_transaction_guard deferrable initially deferred"
                    + " for each row execute function pg_temp.maestro_guard_transaction()");
            // always: also where triggers are switched off for the session
            statement.execute("alter table maestro_transaction_guard enable always trigger guard");
        }
        Sql.run(connection, "insert into maestro_transaction_guard (lock) values (?)",
                ContentHash.of(key).value());
    }

    /**
     * Lets the transaction commit, and checks every constraint now.
     *
     * @return whether it is still the transaction that was armed
     */
    boolean release(Connection connection) throws SQLException {
        boolean same = Sql.list(connection, "select to_regclass('pg_temp.maestro_transaction_guard') is not null", row -> row.getBoolean(1))
                .getFirst();
        if (!same) {
            return false;
        }
        Sql.run(connection, "select set_config('maestro.guard_key', ?, true)", key);
        Sql.run(connection, "set constraints all immediate");
        Sql.run(connection, "drop table pg_temp.maestro_transaction_guard");
        Sql.run(connection, "drop function pg_temp.maestro_guard_transaction()");
        return true;
    }
}

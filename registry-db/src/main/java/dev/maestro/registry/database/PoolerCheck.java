package dev.maestro.registry.database;

import dev.maestro.core.errors.MaestroException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Tells a connection pooler that gives a connection of its own to each client (session pooling) from one that gives another
 * for each transaction: there, settings, locks and notifications of a session reach whoever comes next.
 */
final class PoolerCheck {
    private PoolerCheck() {}

    /**
     * Asks two connections in turn which process of the server serves them. A process that changes, or serves both, is shared.
     *
     * @throws MaestroException {@code DATABASE_POOLER_UNFIT}
     */
    static void requireSessions(DataSource pool, DatabaseConfig config) {
        try (Connection one = pool.getConnection(); Connection other = pool.getConnection()) {
            long first = process(one);
            long second = process(other);
            if (first == second || first != process(one) || second != process(other)) {
                throw new MaestroException(DatabaseErrors.DATABASE_POOLER_UNFIT,
                        "between here and " + config.address()
                                + " stands a pooler that gives a client another connection for each transaction"
                                + " (transaction pooling). Set it to session pooling (pool_mode = session in PgBouncer), or name the"
                                + " server itself in database.url.");
            }
        } catch (SQLException e) {
            throw SqlFailures.of(e);
        }
    }

    private static long process(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }
}

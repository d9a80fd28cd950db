package dev.maestro.registry.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.maestro.core.text.ShownAddress;
import javax.sql.DataSource;

/** A pool of connections to one PostgreSQL database, whose search path is our schema. Thread-safe. */
public final class Database implements AutoCloseable {
    private final DatabaseConfig config;
    private final HikariDataSource pool;

    private Database(DatabaseConfig config, HikariDataSource pool) {
        this.config = config;
        this.pool = pool;
    }

    /**
     * @throws DatabaseUnavailableException when no connection can be made within ten seconds
     * @throws dev.maestro.core.errors.MaestroException {@code DATABASE_POOLER_UNFIT} when a pooler in between shares connections by transaction
     */
    public static Database connect(DatabaseConfig config) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("maestro");
        hikari.setJdbcUrl(config.jdbcUrl());
        hikari.setUsername(config.user());
        hikari.setPassword(config.password());
        hikari.setMaximumPoolSize(config.poolSize());
        hikari.setMinimumIdle(Math.min(2, config.poolSize()));
        // Longer than a failover of a managed PostgreSQL blocks new connections, shorter than an activity's patience.
        hikari.setConnectionTimeout(10_000);
        // A person waits for this; a server that is about to be up is up within seconds.
        hikari.setInitializationFailTimeout(4_000);
        // A statement, not a parameter of the start: a connection pooler in between refuses parameters that it does not know.
        hikari.setConnectionInitSql("set search_path to " + DatabaseConfig.SCHEMA);
        hikari.addDataSourceProperty("ApplicationName", "maestro");
        hikari.addDataSourceProperty("connectTimeout", "5");
        // A server that vanished without closing the connection is noticed, at the latest, after this many seconds.
        hikari.addDataSourceProperty("socketTimeout", "120");
        hikari.addDataSourceProperty("tcpKeepAlive", "true");
        hikari.addDataSourceProperty("reWriteBatchedInserts", "true");
        // A refused row's values stay out of logs; SqlFailures takes from them what names the row.
        hikari.addDataSourceProperty("logServerErrorDetail", "false");
        // Statements are few and come again and again: let the server keep their plans after the second use.
        hikari.addDataSourceProperty("prepareThreshold", "2");
        try {
            HikariDataSource pool = new HikariDataSource(hikari);
            try {
                PoolerCheck.requireSessions(pool, config);
            } catch (RuntimeException e) {
                pool.close();
                throw e;
            }
            return new Database(config, pool);
        } catch (HikariPool.PoolInitializationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new DatabaseUnavailableException(
                    "cannot connect to " + config.address() + " as " + config.user() + ": "
                            + ShownAddress.of(String.valueOf(cause.getMessage())).replaceFirst("\\.$", "")
                            + ". Start the database, or correct the address, user and password.",
                    e);
        }
    }

    public DataSource dataSource() {
        return pool;
    }

    public DatabaseConfig config() {
        return config;
    }

    @Override
    public void close() {
        pool.close();
    }
}

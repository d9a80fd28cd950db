package dev.maestro.registry.revisions;

import dev.maestro.core.Backoff;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.registry.database.DatabaseConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a worker on the current revision. Listens on a connection of its own, looks once a second in
 * any case, validates what is proposed, and tells {@code onChange}; while the database is away it goes
 * on serving what it has. {@link #serving} may be read from any thread.
 */
public final class RegistryFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryFollower.class);
    /** Workers shall follow within a second, also when a notification is lost. */
    private static final int POLL_MS = 1_000;
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

    private final RegistryStore store;
    private final DatabaseConfig config;
    private final Consumer<RegistrySnapshot> onChange;
    private final Thread thread;
    private volatile RegistrySnapshot serving;
    private volatile boolean closed;

    private RegistryFollower(RegistryStore store, DatabaseConfig config, Consumer<RegistrySnapshot> onChange) {
        this.store = store;
        this.config = config;
        this.onChange = onChange;
        this.serving = store.at(store.settleProposed());
        this.thread = Thread.ofPlatform().name("registry-follower").daemon().unstarted(this::follow);
    }

    /**
     * Validates what waits, loads the current revision, and follows from then on. The first snapshot is
     * {@link #serving}, not told.
     *
     * @param onChange called on the follower's thread, one change at a time; what it throws is logged, and
     *                 the revision is offered again at the next look
     */
    public static RegistryFollower start(RegistryStore store, DatabaseConfig config, Consumer<RegistrySnapshot> onChange) {
        RegistryFollower follower = new RegistryFollower(store, config, onChange);
        follower.thread.start();
        return follower;
    }

    /** What this worker serves now; revision 0 (empty) while none was ever accepted. */
    public RegistrySnapshot serving() {
        return serving;
    }

    private void follow() {
        Duration wait = PAUSES.first();
        while (!closed) {
            try (Connection connection = listen()) {
                wait = PAUSES.first();
                while (!closed) {
                    look();
                    connection.unwrap(PGConnection.class).getNotifications(POLL_MS);
                }
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    LOG.warn("registry follower: serving={} retry_in_ms={} reason={}", serving.revision(), wait.toMillis(), e.getMessage());
                    pause(wait.toMillis());
                    wait = PAUSES.after(wait);
                }
            }
        }
    }

    private Connection listen() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", config.user());
        properties.setProperty("password", config.password());
        properties.setProperty("ApplicationName", "maestro registry follower");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        Connection connection = DriverManager.getConnection(config.jdbcUrl(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen maestro_registry");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private void look() {
        long current = store.settleProposed();
        if (current != serving.revision()) {
            RegistrySnapshot snapshot = store.at(current);
            onChange.accept(snapshot);
            LOG.info("registry follower: serving={} before={}", current, serving.revision());
            serving = snapshot;
        }
    }

    private void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    /** Stops following; waits for a change under way. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2L * POLL_MS);
            thread.interrupt();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

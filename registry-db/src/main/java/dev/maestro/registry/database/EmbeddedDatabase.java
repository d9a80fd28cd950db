package dev.maestro.registry.database;

import dev.maestro.core.errors.MaestroException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A PostgreSQL server of our own, on a free loopback port, with its data kept in a folder. It stops when
 * closed, and by itself when this process dies in any way. One per folder at a time; thread-safe.
 *
 * <p>Layout of the folder: {@code data/} (the cluster), {@code password}, {@code postgres.log},
 * {@code lock}. The programs are unpacked beside it, once.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    /** Owner of the cluster and name of the database. */
    public static final String NAME = "maestro";

    private final PostgresServer server;
    private final FileChannel lockFile;
    private final String password;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedDatabase(PostgresServer server, FileChannel lockFile, String password) {
        this.server = server;
        this.lockFile = lockFile;
        this.password = password;
    }

    /** Starts with durable settings on a free port. */
    public static EmbeddedDatabase start(Path folder) {
        return start(folder, 0, Map.of());
    }

    /**
     * @param port     0 for a free one
     * @param settings further settings of {@code postgresql.conf}
     * @throws DatabaseUnavailableException when it does not start; the message ends with the server's own words
     * @throws MaestroException when another process uses the folder, or the platform has no programs
     */
    public static EmbeddedDatabase start(Path folder, int port, Map<String, String> settings) {
        return start(folder, port, settings, UnprivilegedUser.here());
    }

    static EmbeddedDatabase start(Path folder, int port, Map<String, String> settings, UnprivilegedUser user) {
        Path home = folder.toAbsolutePath().normalize();
        FileChannel lock = null;
        try {
            Files.createDirectories(home);
            lock = lock(home);
            PostgresCluster cluster = new PostgresCluster(home, PostgresBinaries.unpacked(home.getParent()), user);
            cluster.stopOrphan();
            cluster.initialise();
            PostgresServer server = PostgresServer.start(cluster, port, settings);
            EmbeddedDatabase database = new EmbeddedDatabase(server, lock, cluster.password());
            try {
                database.createDatabase();
            } catch (RuntimeException e) {
                database.close();
                throw e;
            }
            return database;
        } catch (IOException e) {
            release(lock);
            throw new DatabaseUnavailableException(DatabaseErrors.EMBEDDED_POSTGRES_FAILED,
                    "cannot prepare " + home + ": " + e.getMessage()
                            + ". Check free space and permissions there.",
                    e);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        FileChannel channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException _) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new MaestroException(DatabaseErrors.EMBEDDED_POSTGRES_IN_USE, "another Maestro uses the database in " + home
                    + ". Stop it, or choose another MAESTRO_HOME.");
        }
        return channel;
    }

    private static void release(@org.jspecify.annotations.Nullable FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException _) {
            // the lock ends with the process at the latest
        }
    }

    private void createDatabase() {
        server.awaitReady();
        try (Connection connection = DriverManager.getConnection(url("postgres"), NAME, password)) {
            if (Sql.list(connection, "select 1 from pg_database where datname = ?", row -> 1, NAME).isEmpty()) {
                Sql.run(connection, "create database " + NAME);
            }
        } catch (SQLException e) {
            throw server.failure("does not accept connections (" + e.getMessage() + ")");
        }
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + database;
    }

    public String jdbcUrl() {
        return url(NAME);
    }

    /** How to connect to it. */
    public DatabaseConfig config(int poolSize) {
        return new DatabaseConfig(jdbcUrl(), NAME, password, poolSize);
    }

    public int port() {
        return server.port();
    }

    /** Process id of the postmaster. */
    public long pid() {
        return server.pid();
    }

    /** Stops the server; running transactions are rolled back. Returns when it is gone. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.stop();
            release(lockFile);
        }
    }
}

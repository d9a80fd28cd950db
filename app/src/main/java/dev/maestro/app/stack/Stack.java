package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.app.program.Version;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.app.temporal.TemporalErrors;
import dev.maestro.app.temporal.TemporalServer;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.EmbeddedDatabase;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The servers under one MAESTRO_HOME: PostgreSQL and Temporal, ours or somebody else's, started side by
 * side. One per home at a time; ends with this process at the latest. Thread-safe.
 */
public final class Stack implements AutoCloseable {
    private final Configuration configuration;
    private final HomeLock lock;
    private final DatabaseConfig databaseConfig;
    private final Optional<TemporalServer> temporal;
    private Optional<EmbeddedDatabase> database;
    private RunningStack running;
    private boolean closed;

    private Stack(
            Configuration configuration, HomeLock lock, Optional<EmbeddedDatabase> database, DatabaseConfig databaseConfig,
            Optional<TemporalServer> temporal, RunningStack running) {
        this.configuration = configuration;
        this.lock = lock;
        this.database = database;
        this.databaseConfig = databaseConfig;
        this.temporal = temporal;
        this.running = running;
    }

    /**
     * Starts what is ours and checks what is not; not yet announced to other commands.
     *
     * @param command  what we are: {@code up}, {@code demo}, {@code ask}
     * @param need     {@code DATABASE} leaves Temporal out
     * @param patience how long to wait for a short-lived owner of this home
     * @throws Problem when another stack runs here, or a server cannot be had
     */
    public static Stack start(Configuration configuration, Map<String, String> environment, String command, StackNeed need,
            Duration patience, Progress progress) {
        HomeLock lock = HomeLock.take(configuration.home(), command, patience, progress);
        Optional<DatabaseConfig> external = Endpoints.externalDatabase(configuration, environment);
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<EmbeddedDatabase>> database = starting
                    .submit(() -> external.isPresent() ? Optional.empty() : Optional.of(startDatabase(configuration, 0, progress)));
            Future<Optional<TemporalServer>> temporal = starting.submit(() -> temporalFor(need, configuration, progress));
            Optional<EmbeddedDatabase> ownDatabase;
            Optional<TemporalServer> ownTemporal;
            try {
                ownDatabase = database.get();
                ownTemporal = temporal.get();
            } catch (ExecutionException | InterruptedException e) {
                closeQuietly(temporal);
                closeQuietly(database);
                throw unwrapped(e);
            }
            DatabaseConfig config = ownDatabase.map(own -> own.config(Endpoints.POOL_SIZE)).or(() -> external).orElseThrow();
            return new Stack(configuration, lock, ownDatabase, config, ownTemporal,
                    describe(configuration, command, config, ownDatabase, ownTemporal));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Optional<TemporalServer> temporalFor(StackNeed need, Configuration configuration, Progress progress) {
        if (need == StackNeed.DATABASE) {
            return Optional.empty();
        }
        Optional<String> address = configuration.temporal().address();
        address.ifPresent(Stack::check);
        return address.isPresent() ? Optional.empty() : Optional.of(startTemporal(configuration, progress));
    }

    private static EmbeddedDatabase startDatabase(Configuration configuration, int port, Progress progress) {
        Path folder = configuration.home().resolve("postgres");
        if (!folder.resolve("data").toFile().exists()) {
            progress.say("preparing PostgreSQL in " + folder + " (first time only)");
        }
        return EmbeddedDatabase.start(folder, port, Map.of());
    }

    private static TemporalServer startTemporal(Configuration configuration, Progress progress) {
        Configuration.Temporal settings = configuration.temporal();
        TemporalBinary.Found binary = new TemporalBinary(settings.binary(), configuration.home().resolve("cache/temporal"), progress)
                .obtain();
        return TemporalServer.start(new TemporalServer.Settings(
                binary, configuration.home().resolve("temporal"), configuration.logs().resolve("temporal.log"), settings.namespace(),
                settings.port(), settings.uiPort(), settings.retentionDays()));
    }

    private static void check(String address) {
        int colon = address.lastIndexOf(':');
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.substring(0, colon).replaceAll("[\\[\\]]", ""),
                    Integer.parseInt(address.substring(colon + 1))), 5_000);
        } catch (java.io.IOException e) {
            throw Problem.infrastructure(
                    TemporalErrors.TEMPORAL_UNAVAILABLE, "nobody answers at " + address + " (temporal.address): " + e.getMessage()
                            + ". Start that server, or remove the setting to have our own.",
                    e);
        }
    }

    private static RunningStack describe(
            Configuration configuration, String command, DatabaseConfig config, Optional<EmbeddedDatabase> database,
            Optional<TemporalServer> temporal) {
        return new RunningStack(
                ProcessHandle.current().pid(), command, Version.CURRENT, Instant.now(),
                new RunningStack.DatabaseAddress(config.jdbcUrl(), config.user(), database.map(EmbeddedDatabase::pid)),
                new RunningStack.TemporalAddress(
                        temporal.map(TemporalServer::address).or(() -> configuration.temporal().address()).orElse(""),
                        configuration.temporal().namespace(),
                        temporal.map(TemporalServer::ui).or(() -> configuration.temporal().ui()), temporal.map(TemporalServer::pid)),
                List.of());
    }

    /** Tells other commands under this home where everything is. */
    public synchronized void announce() {
        running.write(configuration.home());
    }

    synchronized void announceWorkers(List<Long> pids) {
        running = running.withWorkers(pids);
        running.write(configuration.home());
    }

    public synchronized RunningStack running() {
        return running;
    }

    public synchronized Endpoints endpoints() {
        return new Endpoints(databaseConfig, running.temporal().address(), running.temporal().namespace(), running.temporal().ui());
    }

    /** Our own Temporal server, if there is one. */
    public Optional<TemporalServer> temporal() {
        return temporal;
    }

    /** Completes when our own PostgreSQL server ends; never for somebody else's. */
    synchronized CompletableFuture<?> databaseEnded() {
        return database.flatMap(own -> ProcessHandle.of(own.pid())).<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(CompletableFuture::new);
    }

    /** Starts our dead PostgreSQL server again on the same port. */
    synchronized void restartDatabase(Progress progress) {
        if (closed || database.isEmpty()) {
            return;
        }
        EmbeddedDatabase dead = database.orElseThrow();
        int port = dead.port();
        dead.close();
        database = Optional.of(startDatabase(configuration, port, progress));
        renewed();
    }

    synchronized void restartTemporal() {
        if (!closed) {
            temporal.ifPresent(TemporalServer::restart);
            renewed();
        }
    }

    private void renewed() {
        running = running.withServers(database.map(EmbeddedDatabase::pid), temporal.map(TemporalServer::pid));
        running.write(configuration.home());
    }

    /** Stops what is ours, Temporal first. Data stays. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        RunningStack.forget(configuration.home());
        temporal.ifPresent(TemporalServer::close);
        database.ifPresent(EmbeddedDatabase::close);
        lock.close();
    }

    private static <T extends AutoCloseable> void closeQuietly(Future<Optional<T>> starting) {
        try {
            Optional<T> started = starting.get();
            if (started.isPresent()) {
                started.get().close();
            }
        } catch (Exception _) {
            // it did not start
        }
    }

    private static RuntimeException unwrapped(Exception e) {
        Throwable cause = e instanceof ExecutionException || e instanceof CompletionException ? e.getCause() : e;
        return switch (cause) {
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield Problem.infrastructure(StackErrors.START_INTERRUPTED, "stopped while it started", e);
            }
            case RuntimeException other -> other;
            case null, default -> new IllegalStateException(cause);
        };
    }
}

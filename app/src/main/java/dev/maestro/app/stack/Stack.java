package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.Progress;
import dev.maestro.app.program.Version;
import dev.maestro.app.stack.StackServers.OwnDatabase;
import dev.maestro.app.stack.StackServers.OwnServer;
import dev.maestro.app.stack.StackServers.OwnTemporal;
import dev.maestro.app.temporal.TemporalAccess;
import dev.maestro.app.temporal.TemporalErrors;
import dev.maestro.core.Resources;
import dev.maestro.registry.database.DatabaseConfig;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * The servers under one MAESTRO_HOME: PostgreSQL and Temporal, ours or somebody else's, started side by
 * side. One per home at a time; ends with this process at the latest. Thread-safe.
 */
public final class Stack implements AutoCloseable {
    private final Configuration configuration;
    private final HomeLock lock;
    private final DatabaseConfig databaseConfig;
    private final Optional<OwnDatabase> database;
    private final Optional<OwnTemporal> temporal;
    private final TemporalAccess access;
    private RunningStack running;
    private boolean closed;

    private Stack(
            Configuration configuration, HomeLock lock, Optional<OwnDatabase> database, DatabaseConfig databaseConfig,
            Optional<OwnTemporal> temporal, TemporalAccess access, RunningStack running) {
        this.configuration = configuration;
        this.lock = lock;
        this.database = database;
        this.databaseConfig = databaseConfig;
        this.temporal = temporal;
        this.access = access;
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
        return start(configuration, environment, command, need, patience, progress, new LocalServers(configuration, progress));
    }

    static Stack start(Configuration configuration, Map<String, String> environment, String command, StackNeed need,
            Duration patience, Progress progress, StackServers servers) {
        HomeLock lock = HomeLock.take(configuration.home(), command, patience, progress);
        try (ExecutorService starting = Executors.newVirtualThreadPerTaskExecutor()) {
            Optional<DatabaseConfig> external = Endpoints.externalDatabase(configuration, environment);
            Future<Optional<OwnDatabase>> database = starting
                    .submit(() -> external.isPresent() ? Optional.empty() : Optional.of(servers.database()));
            Future<Optional<OwnTemporal>> temporal = starting.submit(() -> temporalFor(need, configuration, servers));
            Optional<OwnDatabase> ownDatabase;
            Optional<OwnTemporal> ownTemporal;
            try {
                ownDatabase = database.get();
                ownTemporal = temporal.get();
            } catch (ExecutionException | InterruptedException e) {
                closeQuietly(temporal);
                closeQuietly(database);
                throw unwrapped(e);
            }
            DatabaseConfig config = ownDatabase.map(OwnDatabase::config).or(() -> external).orElseThrow();
            return new Stack(configuration, lock, ownDatabase, config, ownTemporal, configuration.temporal().access(environment),
                    describe(configuration, command, config, ownDatabase, ownTemporal));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Optional<OwnTemporal> temporalFor(StackNeed need, Configuration configuration, StackServers servers) {
        if (need == StackNeed.DATABASE) {
            return Optional.empty();
        }
        Optional<String> address = configuration.temporal().address();
        address.ifPresent(Stack::check);
        return address.isPresent() ? Optional.empty() : Optional.of(servers.temporal());
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
            Configuration configuration, String command, DatabaseConfig config, Optional<OwnDatabase> database,
            Optional<OwnTemporal> temporal) {
        return new RunningStack(
                ProcessHandle.current().pid(), command, Version.CURRENT, Instant.now(),
                new RunningStack.DatabaseAddress(config.jdbcUrl(), config.user(), database.map(OwnServer::pid)),
                new RunningStack.TemporalAddress(
                        temporal.map(OwnTemporal::address).or(() -> configuration.temporal().address()).orElse(""),
                        configuration.temporal().namespace(),
                        temporal.map(OwnTemporal::ui).or(() -> configuration.temporal().ui()), temporal.map(OwnServer::pid)),
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
        return new Endpoints(databaseConfig, running.temporal().address(), running.temporal().namespace(), running.temporal().ui(), access);
    }

    /** The servers that are ours; none of somebody else's. */
    List<OwnServer> ownServers() {
        return Stream.concat(temporal.<OwnServer>map(own -> own).stream(), database.stream()).toList();
    }

    /** Starts a dead server of ours again where it was, and tells of its new process; does nothing once closed. */
    synchronized void restart(OwnServer server) {
        if (!closed) {
            server.restart();
            renewed();
        }
    }

    private void renewed() {
        running = running.withServers(database.map(OwnServer::pid), temporal.map(OwnServer::pid));
        running.write(configuration.home());
    }

    /** Stops what is ours: Temporal, then PostgreSQL, then the home is free; also when one of them fails. Data stays. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        RunningStack.forget(configuration.home());
        Resources ours = new Resources();
        ours.keep(lock);
        database.ifPresent(ours::keep);
        temporal.ifPresent(ours::keep);
        ours.close();
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

package dev.maestro.app.stack;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.maestro.app.program.Problem;
import dev.maestro.app.program.ProgramErrors;
import dev.maestro.core.Json;
import dev.maestro.registry.database.Processes;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What runs, as {@code MAESTRO_HOME/run/stack.json} describes it so that other commands find it. It holds no secret.
 *
 * @param pid      of the process that keeps it running
 * @param command  what that process is, {@code up}, {@code demo} or {@code ask}
 * @param workers  process ids of the workers; empty when the worker is in the process itself
 */
public record RunningStack(
        long pid, String command, String version, Instant startedAt, DatabaseAddress database, TemporalAddress temporal,
        List<Long> workers) {
    private static final JsonMapper MAPPER = Json.MAPPER.rebuild().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    public RunningStack {
        workers = List.copyOf(workers);
    }

    /** @param pid of our own server; empty for one that somebody else runs */
    public record DatabaseAddress(String jdbcUrl, String user, Optional<Long> pid) {}

    /**
     * @param address empty where only the record was wanted
     * @param pid     of our own server; empty for one that somebody else runs
     */
    public record TemporalAddress(String address, String namespace, Optional<URI> ui, Optional<Long> pid) {}

    static Path file(Path home) {
        return home.resolve("run").resolve("stack.json");
    }

    /** What runs under this home; a file left behind by a process that is gone counts as nothing. */
    public static Optional<RunningStack> under(Path home) {
        Path file = file(home);
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            RunningStack running = MAPPER.readValue(Files.readString(file), RunningStack.class);
            return Optional.of(running).filter(RunningStack::alive);
        } catch (IOException e) {
            throw Problem.infrastructure(StackErrors.STACK_FILE_UNREADABLE,
                    "cannot read " + file + ": " + e.getMessage() + ". If no Maestro runs, delete it.", e);
        }
    }

    /** A recycled process id is told by its start: no process older than the file's is the one that wrote it. */
    private boolean alive() {
        return ProcessHandle.of(pid)
                .filter(Processes::runs)
                .filter(handle -> handle.info().startInstant().map(start -> !start.isAfter(startedAt.plusSeconds(2))).orElse(true))
                .isPresent();
    }

    void write(Path home) {
        Path file = file(home);
        try {
            Files.createDirectories(file.getParent());
            Path fresh = file.resolveSibling("stack.json.new");
            Files.writeString(fresh, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(this));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw Problem.infrastructure(ProgramErrors.HOME_NOT_WRITABLE,
                    "cannot write " + file + ": " + e.getMessage() + ". Free space or set MAESTRO_HOME.", e);
        }
    }

    static void forget(Path home) {
        try {
            Files.deleteIfExists(file(home));
        } catch (IOException _) {
            // recognised as stale by its process id
        }
    }

    RunningStack withWorkers(List<Long> pids) {
        return new RunningStack(pid, command, version, startedAt, database, temporal, pids);
    }

    RunningStack withServers(Optional<Long> databasePid, Optional<Long> temporalPid) {
        return new RunningStack(
                pid, command, version, startedAt, new DatabaseAddress(database.jdbcUrl(), database.user(), databasePid),
                new TemporalAddress(temporal.address(), temporal.namespace(), temporal.ui(), temporalPid), workers);
    }
}

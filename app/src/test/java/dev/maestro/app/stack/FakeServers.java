package dev.maestro.app.stack;

import dev.maestro.app.process.Tethered;
import dev.maestro.registry.database.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Servers of a stack that are processes and nothing else: they sleep, can be killed, and start again. Says in order what happened
 * to them. Thread-safe.
 */
final class FakeServers implements StackServers {
    /** E.g. {@code Temporal closed}. */
    final List<String> events = new CopyOnWriteArrayList<>();
    private final Path folder;
    /** Run in place of a start, a restart or a close: may fail or wait. */
    private final Map<String, Runnable> before;

    /** @param before by event, e.g. {@code Temporal starts}: what happens first */
    FakeServers(Path folder, Map<String, Runnable> before) {
        this.folder = folder;
        this.before = before;
    }

    @Override
    public OwnDatabase database() {
        return new FakeDatabase();
    }

    @Override
    public OwnTemporal temporal() {
        return new FakeTemporal();
    }

    private void happens(String event) {
        before.getOrDefault(event, () -> {}).run();
        events.add(event);
    }

    /** @param command for {@code sh} */
    static Tethered child(Path folder, String command) {
        try {
            return Tethered.start(List.of("/bin/sh", "-c", command), Map.of(), folder.resolve("children.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private abstract class FakeServer implements OwnServer {
        private Tethered process;

        FakeServer() {
            happens(name() + " starts");
            process = child(folder, "exec sleep 600");
        }

        @Override
        public synchronized long pid() {
            return process.pid();
        }

        @Override
        public synchronized CompletableFuture<?> ended() {
            return process.ended();
        }

        @Override
        public synchronized void restart() {
            happens(name() + " starts again");
            process = child(folder, "exec sleep 600");
        }

        @Override
        public synchronized void close() {
            happens(name() + " closes");
            process.close();
        }
    }

    private final class FakeDatabase extends FakeServer implements OwnDatabase {
        @Override
        public String name() {
            return "PostgreSQL";
        }

        @Override
        public DatabaseConfig config() {
            return new DatabaseConfig("jdbc:postgresql://127.0.0.1:1/maestro", "maestro", "secret", Endpoints.POOL_SIZE);
        }
    }

    private final class FakeTemporal extends FakeServer implements OwnTemporal {
        @Override
        public String name() {
            return "Temporal";
        }

        @Override
        public String address() {
            return "127.0.0.1:2";
        }

        @Override
        public URI ui() {
            return URI.create("http://127.0.0.1:3");
        }
    }
}

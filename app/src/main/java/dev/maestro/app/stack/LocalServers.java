package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Progress;
import dev.maestro.app.temporal.TemporalBinary;
import dev.maestro.app.temporal.TemporalServer;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.EmbeddedDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The servers as processes under one MAESTRO_HOME: the embedded PostgreSQL, and Temporal's development server. */
record LocalServers(Configuration configuration, Progress progress) implements StackServers {
    @Override
    public OwnDatabase database() {
        return new LocalDatabase(startDatabase(0));
    }

    private EmbeddedDatabase startDatabase(int port) {
        Path folder = configuration.home().resolve("postgres");
        if (!folder.resolve("data").toFile().exists()) {
            progress.say("preparing PostgreSQL in " + folder + " (first time only)");
        }
        return EmbeddedDatabase.start(folder, port, Map.of());
    }

    @Override
    public OwnTemporal temporal() {
        Configuration.Temporal settings = configuration.temporal();
        TemporalBinary.Found binary = new TemporalBinary(settings.binary(), configuration.home().resolve("cache/temporal"), progress)
                .obtain();
        return new LocalTemporal(TemporalServer.start(new TemporalServer.Settings(
                binary, configuration.home().resolve("temporal"), configuration.logs().resolve("temporal.log"), settings.namespace(),
                settings.port(), settings.uiPort(), settings.retentionDays())));
    }

    private final class LocalDatabase implements OwnDatabase {
        private EmbeddedDatabase running;

        private LocalDatabase(EmbeddedDatabase running) {
            this.running = running;
        }

        @Override
        public String name() {
            return "PostgreSQL";
        }

        @Override
        public synchronized DatabaseConfig config() {
            return running.config(Endpoints.POOL_SIZE);
        }

        @Override
        public synchronized long pid() {
            return running.pid();
        }

        @Override
        public CompletableFuture<?> ended() {
            return ProcessHandle.of(pid()).<CompletableFuture<?>>map(ProcessHandle::onExit)
                    .orElseGet(() -> CompletableFuture.completedFuture(null));
        }

        @Override
        public synchronized void restart() {
            EmbeddedDatabase dead = running;
            dead.close();
            running = startDatabase(dead.port());
        }

        @Override
        public synchronized void close() {
            running.close();
        }
    }

    private record LocalTemporal(TemporalServer server) implements OwnTemporal {
        @Override
        public String name() {
            return "Temporal";
        }

        @Override
        public String address() {
            return server.address();
        }

        @Override
        public URI ui() {
            return server.ui();
        }

        @Override
        public long pid() {
            return server.pid();
        }

        @Override
        public CompletableFuture<?> ended() {
            return server.ended();
        }

        @Override
        public void restart() {
            server.restart();
        }

        @Override
        public void close() {
            server.close();
        }
    }
}

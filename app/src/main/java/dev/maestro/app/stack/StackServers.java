package dev.maestro.app.stack;

import dev.maestro.registry.database.DatabaseConfig;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** Starts the servers of a stack that nobody else runs. Thread-safe. */
interface StackServers {
    /** @return a server that accepts connections */
    OwnDatabase database();

    /** @return a server that serves its namespace */
    OwnTemporal temporal();

    /** A server that is ours: it ends with this process at the latest. Thread-safe. */
    interface OwnServer extends AutoCloseable {
        /** As people know it. */
        String name();

        /** Of the process that runs now, or ran last. */
        long pid();

        /** Completes when the process that runs now ends. */
        CompletableFuture<?> ended();

        /** Starts a dead one again, where it can be reached as before, and waits until it serves. */
        void restart();

        /** Returns when it is gone. Data stays. */
        @Override
        void close();
    }

    /** PostgreSQL. */
    interface OwnDatabase extends OwnServer {
        DatabaseConfig config();
    }

    /** The Temporal server with its UI. */
    interface OwnTemporal extends OwnServer {
        /** {@code host:port} of the frontend. */
        String address();

        URI ui();
    }
}

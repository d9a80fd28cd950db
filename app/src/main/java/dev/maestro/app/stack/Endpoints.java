package dev.maestro.app.stack;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Credential;
import dev.maestro.app.program.Problem;
import dev.maestro.app.temporal.TemporalAccess;
import dev.maestro.registry.database.DatabaseConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where database and Temporal are: all a client or a worker needs to take part.
 *
 * @param temporal {@code host:port}
 * @param ui       of Temporal, for links
 * @param access   how Temporal lets us in
 */
public record Endpoints(DatabaseConfig database, String temporal, String namespace, Optional<URI> ui, TemporalAccess access) {
    /** Connections of one process: steps in flight beyond it wait a moment for one. */
    static final int POOL_SIZE = 16;

    /** The endpoints of a stack that runs under this home. */
    public static Endpoints of(RunningStack running, Configuration configuration, Map<String, String> environment) {
        return new Endpoints(
                running.database().pid().isPresent()
                        ? new DatabaseConfig(running.database().jdbcUrl(), running.database().user(),
                                embeddedPassword(configuration.home()), POOL_SIZE)
                        : externalDatabase(configuration, environment).orElseThrow(() -> stackMismatch(configuration.home())),
                running.temporal().address(), running.temporal().namespace(), running.temporal().ui(),
                running.temporal().pid().isPresent() ? TemporalAccess.OPEN : configuration.temporal().access(environment));
    }

    /** The endpoints that another process of this home tells; the embedded database's password lies in the home. */
    public static Endpoints told(String database, String user, String temporal, Configuration configuration,
            Map<String, String> environment) {
        DatabaseConfig config = externalDatabase(configuration, environment)
                .orElseGet(() -> new DatabaseConfig(database, user, embeddedPassword(configuration.home()), POOL_SIZE));
        return new Endpoints(config, temporal, configuration.temporal().namespace(), Optional.empty(),
                configuration.temporal().access(environment));
    }

    /** The endpoints of a database and a Temporal server that somebody else runs; empty unless both are configured. */
    public static Optional<Endpoints> configured(Configuration configuration, Map<String, String> environment) {
        return configuration.temporal().address().flatMap(address -> externalDatabase(configuration, environment)
                .map(database -> new Endpoints(database, address, configuration.temporal().namespace(), configuration.temporal().ui(),
                        configuration.temporal().access(environment))));
    }

    /** The endpoint of a database that somebody else runs, which must be configured; Temporal is left out. */
    public static Endpoints databaseOnly(Configuration configuration, Map<String, String> environment) {
        return new Endpoints(externalDatabase(configuration, environment).orElseThrow(), "", configuration.temporal().namespace(),
                Optional.empty(), TemporalAccess.OPEN);
    }

    static Optional<DatabaseConfig> externalDatabase(Configuration configuration, Map<String, String> environment) {
        return configuration.database().map(database -> new DatabaseConfig(
                database.url(), database.user(), database.credential().map((Credential c) -> c.resolve(environment)).orElse(""),
                POOL_SIZE));
    }

    private static String embeddedPassword(Path home) {
        Path file = home.resolve("postgres").resolve("password");
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw Problem.infrastructure(StackErrors.STACK_FILE_UNREADABLE,
                    "cannot read " + file + ": " + e.getMessage() + ". Run as the user who started Maestro.", e);
        }
    }

    private static Problem stackMismatch(Path home) {
        return Problem.infrastructure(
                StackErrors.STACK_CONFIGURATION_DIFFERS,
                "the stack under " + home + " uses an external database, and this command has no database.url. Use the same configuration.",
                null);
    }
}

package dev.maestro.registry.testing;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.DatabaseErrors;
import dev.maestro.registry.database.EmbeddedDatabase;
import dev.maestro.registry.database.Sql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one PostgreSQL server of this JVM's tests. */
final class TestServer {
    /** Tests want speed, not durability. */
    private static final Map<String, String> FAST = Map.of("fsync", "off", "full_page_writes", "off", "shared_buffers", "48MB");

    private static @Nullable DatabaseConfig admin;

    private TestServer() {}

    /** Address and owner of the server's own database. */
    static synchronized DatabaseConfig admin() {
        DatabaseConfig known = admin;
        if (known == null) {
            known = start();
            dropLeftovers(known);
            admin = known;
        }
        return known;
    }

    private static DatabaseConfig start() {
        String wanted = Optional.ofNullable(System.getProperty("maestro.test.postgres"))
                .or(() -> Optional.ofNullable(System.getenv("MAESTRO_TEST_POSTGRES")))
                .orElse("");
        boolean docker = switch (wanted) {
            case "docker" -> true;
            case "embedded" -> false;
            case "" -> dockerSeemsThere() && DockerPostgres.isAvailable();
            default -> throw new IllegalArgumentException("maestro.test.postgres is \"" + wanted + "\"; allowed are embedded and docker");
        };
        return docker ? DockerPostgres.start() : embedded();
    }

    private static boolean dockerSeemsThere() {
        try {
            Class.forName("org.testcontainers.DockerClientFactory", false, TestServer.class.getClassLoader());
        } catch (ClassNotFoundException _) {
            return false;
        }
        return System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    }

    /** Clusters are kept between runs, since making one takes seconds; each running JVM has one to itself. */
    private static DatabaseConfig embedded() {
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "maestro-tests-" + System.getProperty("user.name"));
        for (int slot = 1; slot <= 16; slot++) {
            try {
                EmbeddedDatabase server = EmbeddedDatabase.start(folder.resolve("postgres-" + slot), 0, FAST);
                Runtime.getRuntime().addShutdownHook(new Thread(server::close));
                return server.config(3);
            } catch (MaestroException e) {
                if (e.code() != DatabaseErrors.EMBEDDED_POSTGRES_IN_USE) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("sixteen test servers are running in " + folder);
    }

    private static void dropLeftovers(DatabaseConfig config) {
        try (Database database = Database.connect(config)) {
            Sql sql = new Sql(database.dataSource());
            List<String> names = sql.list("select datname from pg_database where datname like 'test\\_%'", row -> row.getString(1));
            names.forEach(name -> sql.run("drop database " + name + " with (force)"));
        }
    }
}

package dev.maestro.registry.testing;

import dev.maestro.registry.database.DatabaseConfig;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** The test server in a container; loaded only where Testcontainers is on the class path. */
final class DockerPostgres {
    private DockerPostgres() {}

    static boolean isAvailable() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    /** Testcontainers removes the container when this JVM is gone. */
    @SuppressWarnings("resource")
    static DatabaseConfig start() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine");
        container.start();
        return new DatabaseConfig(container.getJdbcUrl(), container.getUsername(), container.getPassword(), 3);
    }
}

package dev.maestro.registry.testing;

import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.Sql;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL for tests: one server per JVM, a fresh database for whoever asks. A container when Docker
 * answers, else the embedded server; {@code -Dmaestro.test.postgres=embedded|docker} or the environment
 * variable {@code MAESTRO_TEST_POSTGRES} decides otherwise. Databases and server go with the JVM.
 */
public final class TestDatabase {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable String template;

    private TestDatabase() {}

    /** A database of the caller's own with every migration of ours applied. Close it to drop the connections. */
    public static Database fresh() {
        return Database.connect(freshConfig());
    }

    /** As {@link #fresh()}, for whoever connects itself. */
    public static synchronized DatabaseConfig freshConfig() {
        String migrated = template;
        if (migrated == null) {
            migrated = MigratedTemplate.on(TestServer.admin());
            template = migrated;
        }
        return create(name(), " template " + migrated);
    }

    /** A database without a schema. */
    public static synchronized Database empty() {
        return Database.connect(create(name(), ""));
    }

    private static String name() {
        return "test_" + COUNT.incrementAndGet();
    }

    private static DatabaseConfig create(String name, String how) {
        DatabaseConfig admin = TestServer.admin();
        try (Database database = Database.connect(admin)) {
            Sql sql = new Sql(database.dataSource());
            sql.run("drop database if exists " + name);
            sql.run("create database " + name + how);
        }
        return named(admin, name);
    }

    static DatabaseConfig named(DatabaseConfig admin, String name) {
        String url = admin.jdbcUrl().replaceAll("/[^/?]*(\\?.*)?$", "/" + name);
        return new DatabaseConfig(url, admin.user(), admin.password(), 16);
    }
}

package dev.maestro.registry.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.registry.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether a role can do more than own its database. */
@Tag("database")
class DatabaseRoleTest {
    private static DatabaseConfig as(Database database, String role) {
        return new DatabaseConfig(database.config().jdbcUrl(), role, "secret", 3);
    }

    @Test
    void a_superuser_and_a_role_that_starts_programs_are_named_and_one_that_owns_its_database_is_fine() {
        try (Database database = TestDatabase.fresh()) {
            Sql sql = new Sql(database.dataSource());
            String suffix = database.config().jdbcUrl().replaceAll(".*/|\\?.*", "").replaceAll("\\W", "_");
            sql.run("create role plain_" + suffix + " login password 'secret'");
            sql.run("create role runs_" + suffix + " login password 'secret' in role pg_execute_server_program");
            try {
                assertThat(DatabaseRole.of(database.config()).excess()).get().asString().contains("superuser");
                assertThat(DatabaseRole.of(as(database, "runs_" + suffix)).excess()).get().asString().contains("start programs");
                assertThat(DatabaseRole.of(as(database, "plain_" + suffix)).excess()).isEmpty();
            } finally {
                sql.run("drop role plain_" + suffix);
                sql.run("drop role runs_" + suffix);
            }
        }
    }

    @Test
    void a_role_that_there_is_not_cannot_be_asked() {
        try (Database database = TestDatabase.fresh()) {
            assertThatThrownBy(() -> DatabaseRole.of(as(database, "nobody_at_all"))).isInstanceOf(DatabaseUnavailableException.class);
        }
    }
}

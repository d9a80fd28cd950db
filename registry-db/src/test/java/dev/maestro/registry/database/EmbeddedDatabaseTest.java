package dev.maestro.registry.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.testing.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class EmbeddedDatabaseTest {
    @Test
    void a_fresh_database_has_our_tables() {
        try (Database database = TestDatabase.fresh()) {
            assertThat(new Sql(database.dataSource()).list("select count(*) from experts", row -> row.getLong(1))).hasSize(1);
        }
    }
}

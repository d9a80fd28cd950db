package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Installations are upgraded with data in them. The pattern for a later migration: migrate to the
 * version before it, put in what it meets, migrate on, and look.
 */
@Tag("database")
class UpgradeTest {
    /** The last file of the layout that 0.1.0 begins with; whatever comes later is an upgrade of it. */
    private static final String FIRST_LAYOUT = "0019";

    private static void migrateTo(Database database, String version) {
        Flyway.configure().dataSource(database.dataSource()).defaultSchema(DatabaseConfig.SCHEMA).schemas(DatabaseConfig.SCHEMA)
                .createSchemas(true).placeholderReplacement(false).locations("classpath:db/migration").target(version).load().migrate();
    }

    @Test
    void queries_and_an_operators_rows_survive_an_upgrade_from_the_first_seeds() {
        try (Database database = TestDatabase.empty()) {
            migrateTo(database, "0012");
            Sql sql = new Sql(database.dataSource());
            QueryHistory history = new PostgresQueryHistory(database.dataSource());
            QueryHistory.QueryRow query = history.accept(new QueryHistory.QueryRow(
                    "old", "how many?", List.of(), Profile.DEFAULT, "rules", QueryHistory.Limits.DEFAULT,
                    Instant.parse("2026-01-02T03:04:05Z")));
            sql.run("insert into experts (name, endpoint, model, description) values ('Ours', 'http://10.0.0.7/v1', 'ours', 'ours')");
            sql.run("update experts set endpoint = 'http://10.0.0.8:9/v1' where name = 'Chart-R1'");
            RegistryStore before = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            long pinned = before.newest();
            RegistrySnapshot.Content then = before.at(pinned).content();

            Migrations.Result result = Migrations.migrate(database.dataSource(), Optional.empty(), RegistryChecks.structural());

            assertThat(result.problems()).isEmpty();
            assertThat(result.current()).isEqualTo(result.newest()).isGreaterThan(pinned);
            assertThat(history.query("old")).contains(query);
            RegistryStore after = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            assertThat(after.at(pinned).content()).as("what a running query pinned").isEqualTo(then);
            assertThat(after.at(result.current()).expert("Ours")).isPresent();
            assertThat(after.at(result.current()).expert("Chart-R1").orElseThrow().endpoint()).contains("http://10.0.0.8:9/v1");
        }
    }

    @Test
    void a_home_made_by_the_first_layout_is_brought_up_to_date_with_all_that_is_in_it() {
        try (Database database = TestDatabase.empty()) {
            migrateTo(database, FIRST_LAYOUT);
            Sql sql = new Sql(database.dataSource());
            QueryHistory history = new PostgresQueryHistory(database.dataSource());
            QueryHistory.QueryRow query = history.accept(new QueryHistory.QueryRow(
                    "old", "how many?", List.of(), Profile.REFERENCE, "rules", QueryHistory.Limits.DEFAULT,
                    Instant.parse("2026-01-02T03:04:05Z")));
            sql.run("update experts set enabled = false where name = 'Step3-VL-10B'");
            RegistryStore before = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            long pinned = before.newest();
            RegistrySnapshot.Content then = before.at(pinned).content();

            Migrations.Result result = Migrations.migrate(database.dataSource(), Optional.empty(), RegistryChecks.structural());

            assertThat(result.problems()).isEmpty();
            assertThat(result.current()).isEqualTo(result.newest()).isGreaterThanOrEqualTo(pinned);
            assertThat(history.query("old")).contains(query);
            RegistryStore after = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            assertThat(after.at(pinned).content()).as("what a running query pinned").isEqualTo(then);
            assertThat(after.at(result.current()).expert("Step3-VL-10B").orElseThrow().enabled()).isFalse();
        }
    }

    @Test
    void a_revision_from_before_a_column_is_read_and_rolled_back_to_with_the_columns_default() {
        try (Database database = TestDatabase.fresh()) {
            Sql sql = new Sql(database.dataSource());
            RegistryStore store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
            long before = store.newest();
            sql.run("alter table experts add column colour text not null default 'grey'");
            sql.run("alter table experts drop column requires_approval");
            sql.run("update experts set colour = 'red', preference = 1 where name = 'Chart-R1'");
            long made = store.rollback(before, "ann");
            assertThat(made).isEqualTo(before + 2);
            assertThat(store.at(made).content()).isEqualTo(store.at(before).content());
            assertThat(sql.one("select colour || preference from experts where name = 'Chart-R1'", row -> row.getString(1)))
                    .contains("grey20");
        }
    }
}

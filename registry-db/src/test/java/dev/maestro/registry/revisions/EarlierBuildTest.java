package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that the migrations of a build before 0.1.0 made, which were other files, is refused by name and left alone. */
@Tag("database")
class EarlierBuildTest {
    private static final String TABLES = "select table_name from information_schema.tables where table_schema = 'maestro' order by 1";

    @TempDir
    private Path folder;

    private Database database;
    private Sql sql;

    @BeforeEach
    void connect() {
        database = TestDatabase.empty();
        sql = new Sql(database.dataSource());
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private void earlierBuild() throws IOException {
        try (InputStream in = Objects.requireNonNull(EarlierBuildTest.class.getResourceAsStream("/earlier-build.sql"))) {
            sql.run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Every row of every table of the schema. */
    private Map<String, List<String>> content() {
        Map<String, List<String>> content = new LinkedHashMap<>();
        for (String table : sql.list(TABLES, row -> row.getString(1))) {
            content.put(table, sql.list("select to_jsonb(t)::text from maestro." + table + " t order by 1", row -> row.getString(1)));
        }
        return content;
    }

    private void migrate() {
        Migrations.migrate(database.dataSource(), Optional.of(folder), RevisionCheck.NONE);
    }

    @Test
    void a_database_of_an_earlier_build_is_refused_by_name_and_left_as_it_is() throws IOException {
        earlierBuild();
        Files.writeString(folder.resolve("V0001__add_a_prompt.sql"), "insert into prompts (name, template) values ('op.a', 'x');");
        Map<String, List<String>> before = content();
        assertThat(before.get("flyway_schema_history")).hasSize(29);
        assertThatThrownBy(this::migrate).isInstanceOfSatisfying(MaestroException.class, refused -> {
            assertThat(refused.code()).isEqualTo(RevisionErrors.MIGRATIONS_FROM_AN_EARLIER_BUILD);
            assertThat(refused.reason()).contains("V0001__create_registry.sql", "Nothing was changed", "MAESTRO_HOME/postgres",
                    "database.url");
            assertThat(refused.fields()).containsEntry("file", "V0001__create_registry.sql");
        });
        assertThat(content()).isEqualTo(before);
    }

    @Test
    void a_build_that_stopped_half_way_through_its_files_is_refused_too() throws IOException {
        earlierBuild();
        sql.run("delete from maestro.flyway_schema_history where installed_rank > 4");
        assertThatThrownBy(this::migrate).hasMessageContaining("MIGRATIONS_FROM_AN_EARLIER_BUILD");
    }

    @Test
    void a_file_of_ours_that_is_there_no_more_is_missed_by_name() {
        migrate();
        sql.run("""
                insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values (99, '0009', 'one of theirs', 'SQL', 'V0009__one_of_theirs.sql', 17, 'maestro', 1, true)
                """);
        assertThatThrownBy(this::migrate).hasMessageContaining("MIGRATIONS_FROM_AN_EARLIER_BUILD")
                .hasMessageContaining("V0009__one_of_theirs.sql");
    }

    @Test
    void a_database_that_a_later_build_went_on_with_is_served() {
        migrate();
        sql.run("""
                insert into flyway_schema_history (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                values (99, '9000', 'one of theirs', 'SQL', 'V9000__one_of_theirs.sql', 17, 'maestro', 1, true)
                """);
        migrate();
        assertThat(sql.list("select 1 from flyway_schema_history where version = '9000'", row -> 1)).hasSize(1);
    }
}

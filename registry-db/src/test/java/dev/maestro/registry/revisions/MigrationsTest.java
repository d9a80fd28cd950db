package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class MigrationsTest {
    private static final RevisionCheck NO_SHOUTING = snapshot -> snapshot.content().prompts().stream()
            .filter(p -> p.name().startsWith("op.") && p.template().contains("!"))
            .map(p -> new Problem("prompts", p.name(), "shouts"))
            .toList();

    @TempDir
    private Path folder;

    private Database database;
    private Sql sql;
    private RegistryStore store;

    @BeforeEach
    void connect() {
        database = TestDatabase.fresh();
        sql = new Sql(database.dataSource());
        store = new RegistryStore(database.dataSource(), NO_SHOUTING);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private Migrations.Result migrate() {
        return Migrations.migrate(database.dataSource(), Optional.of(folder), NO_SHOUTING);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void an_empty_database_becomes_a_sound_registry_and_a_second_run_does_nothing() {
        try (Database empty = TestDatabase.empty()) {
            Migrations.Result first = Migrations.migrate(empty.dataSource(), Optional.empty(), RevisionCheck.NONE);
            assertThat(first.ours()).first().isEqualTo("V0001__create_registry.sql");
            assertThat(first.current()).isEqualTo(first.newest()).isPositive();
            Migrations.Result second = Migrations.migrate(empty.dataSource(), Optional.empty(), RevisionCheck.NONE);
            assertThat(second.ours()).isEmpty();
            assertThat(second.current()).isEqualTo(first.current());
        }
    }

    @Test
    void an_operators_file_makes_one_revision_that_serves_and_names_the_file() throws IOException {
        migrate();
        long before = store.current();
        file("V0001__add_prompts.sql", "insert into prompts (name, template) values ('op.a', 'x ${y} {{z}}'), ('op.b', 'y');");
        Migrations.Result result = migrate();
        assertThat(result.operators()).containsExactly("V0001__add_prompts.sql");
        assertThat(result.current()).isEqualTo(before + 1);
        assertThat(store.at(before + 1).prompt(Profile.DEFAULT, "op.a").orElseThrow().template()).isEqualTo("x ${y} {{z}}");
        Revision revision = store.revisions(1).getFirst();
        assertThat(revision.author()).isEqualTo("migration V0001__add_prompts.sql");
        assertThat(revision.comment()).isEqualTo("add prompts");
        assertThat(migrate().operators()).isEmpty();
    }

    @Test
    void a_file_that_would_break_the_registry_changes_nothing_and_is_named_with_row_and_reason() throws IOException {
        migrate();
        long before = store.newest();
        file("V0001__fine.sql", "insert into prompts (name, template) values ('op.a', 'calm');");
        file("V0002__loud.sql",
                "insert into prompts (name, template) values ('op.b', 'calm');\ninsert into prompts (name, template) values ('op.c', 'hey!');");
        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationRefusedException.class)
                .hasMessageContaining("V0002__loud.sql")
                .hasMessageContaining("prompts \"op.c\": shouts");
        assertThat(store.newest()).isEqualTo(before + 1);
        assertThat(store.current()).isEqualTo(before + 1);
        assertThat(store.at(before + 1).prompt(Profile.DEFAULT, "op.a")).isPresent();
        assertThat(sql.list("select name from prompts where name like 'op.%'", row -> row.getString(1))).containsExactly("op.a");
        assertThat(sql.list("select script from operator_schema_history where version is not null and version <> '0'",
                row -> row.getString(1)))
                .containsExactly("V0001__fine.sql");

        file("V0002__loud.sql", "insert into prompts (name, template) values ('op.c', 'hey');");
        assertThat(migrate().operators()).containsExactly("V0002__loud.sql");
    }

    @Test
    void a_file_that_fails_half_way_leaves_nothing_behind() throws IOException {
        migrate();
        long before = store.newest();
        file("V0001__half.sql", """
                insert into prompts (name, template) values ('op.a', 'calm');
                insert into prompts (name, template) values ('op.a', 'again');
                """);
        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationRefusedException.class)
                .hasMessageContaining("V0001__half.sql line 2")
                .hasMessageContaining("prompts_pk")
                .hasMessageContaining("(profile, name)=(default, op.a)");
        assertThat(store.newest()).isEqualTo(before);
        assertThat(sql.list("select 1 from prompts where name like 'op.%'", row -> 1)).isEmpty();
        assertThat(sql.list("select 1 from operator_schema_history where script = 'V0001__half.sql'", row -> 1)).isEmpty();
    }

    @Test
    void a_foreign_key_that_leads_nowhere_is_reported_with_its_file() throws IOException {
        migrate();
        file("V0001__dangling.sql", "insert into expert_skills (expert, skill) values ('Chart-R2', 'Chart_Problem_Solver');");
        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationRefusedException.class)
                .hasMessageContaining("V0001__dangling.sql")
                .hasMessageContaining("expert_skills_expert_fk")
                .hasMessageContaining("Chart-R2");
        assertThat(sql.list("select 1 from expert_skills where expert = 'Chart-R2'", row -> 1)).isEmpty();
    }

    @Test
    void a_secret_in_a_refused_file_is_not_repeated() throws IOException {
        migrate();
        file("V0001__secret.sql", "update experts set credential = 'sk-very-secret' where name = 'Chart-R1';");
        assertThatThrownBy(this::migrate).isInstanceOf(MigrationRefusedException.class).satisfies(e -> {
            for (Throwable t = e; t != null; t = t.getCause()) {
                assertThat(String.valueOf(t.getMessage())).doesNotContain("sk-very-secret");
            }
        });
    }

    @Test
    void a_folder_that_does_not_exist_holds_no_files() {
        assertThat(Migrations.migrate(database.dataSource(), Optional.of(folder.resolve("none")), RevisionCheck.NONE).operators())
                .isEmpty();
    }

    @Test
    void a_rejected_registry_of_ours_is_told_and_the_old_one_serves() {
        migrate();
        long good = store.current();
        sql.run("insert into prompts (name, template) values ('op.loud', 'hey!')");
        Migrations.Result result = migrate();
        assertThat(result.current()).isEqualTo(good);
        assertThat(result.newest()).isEqualTo(good + 1);
        assertThat(result.problems()).extracting(Problem::row).containsExactly("op.loud");
    }

    @Test
    void nothing_in_the_registry_holds_the_value_of_a_credential() {
        List<String> credentials = sql.list("select distinct credential from experts where credential is not null",
                row -> row.getString(1));
        assertThat(credentials).isNotEmpty().allMatch(c -> c.startsWith("env:") || c.startsWith("file:"));
        assertThat(sql.list("select content::text from registry_history where content::text ~ '(sk-[A-Za-z0-9]{8}|Bearer )'",
                row -> row.getString(1))).isEmpty();
    }
}

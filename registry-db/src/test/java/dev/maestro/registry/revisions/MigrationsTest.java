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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static final String HALF = "update experts set description = 'half' where name = 'Chart-R1';";

    /** What serves, and what may serve later, is what it was. */
    private void assertRefusedWithoutTrace(String file, String... said) {
        long newest = store.newest();
        long current = store.current();
        assertThatThrownBy(this::migrate).isInstanceOf(MigrationRefusedException.class).hasMessageContaining(file)
                .hasMessageContainingAll(said);
        assertThat(store.newest()).isEqualTo(newest);
        assertThat(store.settleProposed()).isEqualTo(current);
        assertThat(sql.list("select 1 from experts where description = 'half'", row -> 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "\ncommit;\n", " commit; ", "/* x */ commit;", "/* a /* b */ */\n-- c\nCoMMit work;", "end;", "abort;", "rollback;",
        "begin;", "start transaction;", "prepare transaction 'x';", "commit and chain;", "select E'\\'; select 1;' ; commit;",
        "select $x$ ; $x$; end transaction;"})
    void a_refused_file_that_ends_its_transaction_keeps_nothing_and_no_revision_of_it_serves(String end) throws IOException {
        migrate();
        file("V0040__commit_half.sql", HALF + end + "\ninsert into experts (name) values ('broken');");
        assertRefusedWithoutTrace("V0040__commit_half.sql", "would end the transaction");
    }

    @Test
    void the_server_refuses_a_commit_that_no_reading_of_the_file_finds() throws Exception {
        migrate();
        TransactionGuard guard = new TransactionGuard();
        long newest = store.newest();
        try (var connection = database.dataSource().getConnection(); var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            guard.arm(connection);
            statement.execute(HALF);
            assertThatThrownBy(connection::commit).hasMessageContaining("would end its transaction");
            assertThat(guard.release(connection)).as("the transaction that was armed").isFalse();
            connection.rollback();

            guard.arm(connection);
            statement.execute(HALF);
            assertThat(guard.release(connection)).isTrue();
            connection.commit();
        }
        assertThat(store.newest()).isEqualTo(newest + 1);
    }

    @Test
    void words_of_transactions_in_texts_bodies_and_savepoints_are_no_end() throws IOException {
        migrate();
        file("V0001__fine.sql", """
                savepoint a;
                insert into prompts (name, template) values ('op.a', 'first;
                commit;
                ');
                rollback to savepoint a;
                do $do$ begin insert into prompts (name, template) values ('op.b', 'x'); end; $do$;
                create function pg_temp.two(b boolean) returns int language sql begin atomic
                    select case when b then 2 else 1 end;
                    select 2;
                end;
                /* commit; /* end; */ rollback; */
                insert into prompts (name, template) values ('op.c', $$ commit; $$) -- end;
                """);
        assertThat(migrate().operators()).containsExactly("V0001__fine.sql");
        assertThat(sql.list("select name from prompts where name like 'op.%' order by 1", row -> row.getString(1)))
                .containsExactly("op.b", "op.c");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "create index concurrently field_idx on experts (description);", "create unique index\n  CONCURRENTLY f on experts (name);",
        "drop index concurrently if exists field_idx;", "reindex table concurrently experts;", "vacuum experts;", "create database other;",
        "alter system set work_mem = '1MB';"})
    void a_statement_that_cannot_run_in_a_transaction_is_refused_by_name_before_anything_runs(String statement) throws IOException {
        migrate();
        file("V0020__before.sql", "insert into prompts (name, template) values ('op.a', 'x');");
        file("V0021__concurrently.sql", HALF + "\n" + statement);
        assertRefusedWithoutTrace("V0021__concurrently.sql", "line 2", "cannot run in a transaction", "psql");
    }

    @Test
    void a_file_that_was_changed_after_it_ran_is_refused_with_what_is_wrong_and_what_to_do() throws IOException {
        migrate();
        file("V0001__a.sql", "update experts set description = 'a' where name = 'Chart-R1';");
        migrate();
        file("V0001__a.sql", HALF);
        assertRefusedWithoutTrace("V0001__a.sql", "was changed after it ran", "new file with the next number");
    }

    @Test
    void a_file_whose_number_is_taken_or_below_those_that_ran_is_told_so() throws IOException {
        migrate();
        file("V0002__a.sql", "update experts set description = 'a' where name = 'Chart-R1';");
        migrate();
        Files.delete(folder.resolve("V0002__a.sql"));
        file("V0002__b.sql", HALF);
        assertRefusedWithoutTrace("V0002__b.sql", "its number is taken: V0002__a.sql ran", "from " + folder.toString().substring(0, 4));
        Files.delete(folder.resolve("V0002__b.sql"));
        file("V0001__late.sql", HALF);
        assertRefusedWithoutTrace("V0001__late.sql", "below that of V0002__a.sql", "next number");
    }

    @Test
    void a_file_that_ran_from_another_folder_is_a_note_and_locks_nobody_out(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("V0001__a.sql"), "update experts set description = 'a' where name = 'Chart-R1';");
        Migrations.migrate(database.dataSource(), Optional.of(other), NO_SHOUTING);
        file("V0002__b.sql", "update experts set description = 'b' where name = 'Chart-R1';");
        Migrations.Result result = migrate();
        assertThat(result.operators()).containsExactly("V0002__b.sql");
        assertThat(result.notes()).singleElement().asString().contains("V0001__a.sql", "ran earlier", "not in the folder");
        Path admitted = Files.writeString(other.resolve("V0003__c.sql"), "update experts set description = 'c' where name = 'Chart-R1';");
        assertThat(Migrations.rehearse(database.dataSource(), folder, admitted, NO_SHOUTING).problems()).isEmpty();
        assertThat(Migrations.adopt(database.dataSource(), folder, admitted, NO_SHOUTING).operators()).containsExactly("V0003__c.sql");
    }

    @Test
    void a_nul_or_a_statement_that_takes_too_long_is_the_files_fault_and_not_the_databases() throws IOException {
        migrate();
        file("V0032__nul.sql", "\nupdate experts set description = 'a\0b' where name = 'Chart-R1';");
        assertRefusedWithoutTrace("V0032__nul.sql", "line 2", "NUL");
        file("V0032__nul.sql", HALF + "\nset local statement_timeout = '50ms';\nselect pg_sleep(30);");
        assertRefusedWithoutTrace("V0032__nul.sql line 3", "statement timeout", "split it");
        Files.write(folder.resolve("V0032__nul.sql"), new byte[]{'-', '-', (byte) 0xE9, '\n'});
        assertRefusedWithoutTrace("V0032__nul.sql", "UTF-8");
    }

    @Test
    void a_byte_order_mark_is_no_part_of_the_first_statement() throws IOException {
        migrate();
        file("V0001__bom.sql", "\uFEFFinsert into prompts (name, template) values ('op.a', 'x');");
        assertThat(migrate().operators()).containsExactly("V0001__bom.sql");
    }

    @Test
    void no_file_is_passed_over_silently() throws IOException {
        migrate();
        file("V0001__a.SQL", "insert into prompts (name, template) values ('op.a', 'x');");
        file("V0002__b.txt", HALF);
        file(".hidden", "");
        Migrations.Result result = migrate();
        assertThat(result.operators()).containsExactly("V0001__a.SQL");
        assertThat(result.notes()).singleElement().asString().contains("V0002__b.txt", "was not run");
        for (String name : List.of("V0000__zero.sql", "v0003__small.sql", "V0003_one.sql", "V__none.sql", "R__again.sql",
                "afterMigrate.sql",
                "V01__a.sql")) {
            file(name, HALF);
            assertRefusedWithoutTrace(name, name);
            Files.delete(folder.resolve(name));
        }
    }

    @Test
    void a_file_beside_a_migration_cannot_take_it_out_of_its_transaction() throws IOException {
        migrate();
        file("V0001__a.sql", HALF);
        file("V0001__a.sql.conf", "executeInTransaction=false\n");
        assertRefusedWithoutTrace("V0001__a.sql", "V0001__a.sql.conf");
    }
}

package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("database")
class ChangeRehearsalTest {
    private static final RevisionCheck CHECK = RegistryChecks.structural();
    private static final String ADD = "insert into experts (name, endpoint, model, description) values ('New-Expert', 'http://127.0.0.1:1/v1', 'm', 'x');";

    @TempDir
    private Path temp;

    private Path folder;
    private Database database;
    private RegistryStore store;

    @BeforeEach
    void connect() {
        folder = temp.resolve("migrations");
        database = TestDatabase.fresh();
        store = new RegistryStore(database.dataSource(), CHECK);
        store.settleProposed();
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private Path file(String name, String sql) throws IOException {
        return Files.writeString(temp.resolve(name), sql);
    }

    private ChangeRehearsal rehearse(Path file) {
        return Migrations.rehearse(database.dataSource(), folder, file, CHECK);
    }

    @Test
    void a_rehearsal_shows_the_registry_as_it_would_be_and_keeps_nothing() throws IOException {
        long newest = store.newest();
        ChangeRehearsal rehearsal = rehearse(file("V0001__add.sql", ADD));
        assertThat(rehearsal.problems()).isEmpty();
        assertThat(rehearsal.candidate().expert("New-Expert")).isPresent();
        assertThat(rehearsal.difference().changes()).singleElement()
                .extracting(RegistryDiff.Change::describe).isEqualTo("+ experts \"New-Expert\"");
        assertThat(store.newest()).isEqualTo(newest);
        assertThat(new Sql(database.dataSource()).list("select 1 from experts where name = 'New-Expert'", row -> 1)).isEmpty();
        assertThat(rehearse(temp.resolve("V0001__add.sql")).newest()).as("it can be rehearsed again").isEqualTo(newest);
    }

    @Test
    void a_file_is_adopted_once_and_lies_in_the_folder_then() throws IOException {
        Path file = file("V0001__add.sql", ADD);
        Migrations.Result result = Migrations.adopt(database.dataSource(), folder, file, CHECK);
        assertThat(result.operators()).containsExactly("V0001__add.sql");
        assertThat(folder.resolve("V0001__add.sql")).hasContent(ADD);
        assertThat(store.at(result.current()).expert("New-Expert")).isPresent();
        assertThatThrownBy(() -> rehearse(file)).isInstanceOf(MigrationRefusedException.class).hasMessageContaining("a file of that name");
        assertThatThrownBy(() -> rehearse(file("V0001__other.sql", ADD))).isInstanceOf(MigrationRefusedException.class);
    }

    @Test
    void a_refused_file_is_taken_out_of_the_folder_again() throws IOException {
        Path file = file("V0001__twice.sql", ADD + ADD);
        long newest = store.newest();
        assertThatThrownBy(() -> Migrations.adopt(database.dataSource(), folder, file, CHECK))
                .isInstanceOf(MigrationRefusedException.class).hasMessageContaining("New-Expert");
        assertThat(folder).isEmptyDirectory();
        assertThat(store.newest()).isEqualTo(newest);
    }

    @Test
    void a_file_that_would_end_the_transaction_is_refused_with_its_line() throws IOException {
        for (String end : new String[]{"commit;", "  COMMIT work;", "rollback;", "begin;", "start transaction;"}) {
            Path file = file("V0001__ends.sql", ADD + "\n" + end + "\n");
            assertThatThrownBy(() -> rehearse(file)).as(end).isInstanceOf(MigrationRefusedException.class)
                    .hasMessageContaining("V0001__ends.sql: line 2");
        }
        assertThat(rehearse(file("V0001__block.sql", "do $$\nbegin\n  " + ADD + "\nend;\n$$;")).candidate().expert("New-Expert"))
                .isPresent();
    }

    @Test
    void a_file_waits_until_those_of_the_folder_have_run() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("V0001__first.sql"), "insert into prompts (name, template) values ('first', 'x');");
        Path file = file("V0002__add.sql", ADD);
        assertThatThrownBy(() -> rehearse(file)).hasMessageContaining("V0001__first.sql").hasMessageContaining("registry migrate");
        Migrations.migrate(database.dataSource(), Optional.of(folder), CHECK);
        assertThat(rehearse(file).problems()).isEmpty();
    }

    @Test
    void enabling_is_rehearsed_then_done_in_one_revision_that_serves_or_not_at_all() throws IOException {
        Migrations.adopt(database.dataSource(), folder,
                file("V0001__add_off.sql", ADD + "update experts set enabled = false where name = 'New-Expert';\n"
                        + "insert into skills (name, level, description, enabled) values ('Empty_Skill', 1, 'has no plan', false);"),
                CHECK);
        long before = store.current();
        RegistrySnapshot candidate = store.rehearseEnabling("New-Expert").candidate();
        assertThat(candidate.expert("New-Expert").orElseThrow().enabled()).isTrue();
        assertThat(store.at(store.current()).expert("New-Expert").orElseThrow().enabled()).isFalse();
        assertThat(store.enable("New-Expert", "a test")).isEqualTo(before + 1);
        assertThat(store.at(before + 1).expert("New-Expert").orElseThrow().enabled()).isTrue();
        assertThat(store.enable("New-Expert", "a test")).as("there is nothing to do").isEqualTo(before + 1);

        assertThat(store.rehearseEnabling("Empty_Skill").problems()).isNotEmpty();
        assertThatThrownBy(() -> store.enable("Empty_Skill", "a test")).isInstanceOf(RevisionRefusedException.class)
                .hasMessageContaining("Empty_Skill");
        assertThat(store.newest()).isEqualTo(before + 1);
    }
}

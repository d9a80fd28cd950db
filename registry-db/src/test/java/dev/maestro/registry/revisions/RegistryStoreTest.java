package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RegistryStoreTest {
    private Database database;
    private Sql sql;
    private RegistryStore store;

    @BeforeEach
    void connect() {
        database = TestDatabase.fresh();
        sql = new Sql(database.dataSource());
        store = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    @Test
    void what_came_with_the_program_ends_at_the_last_revision_of_our_files() {
        long shipped = store.shipped();
        assertThat(shipped).isPositive().isLessThanOrEqualTo(store.newest());
        assertThat(store.revisions(1_000).stream().filter(revision -> revision.id() == shipped).findFirst().orElseThrow().author())
                .startsWith("migration V00");
        sql.run("update experts set description = 'mine' where name = 'Chart-R1'");
        assertThat(store.newest()).isGreaterThan(shipped);
        assertThat(store.shipped()).isEqualTo(shipped);
    }

    @Test
    void a_transaction_of_many_changes_makes_one_revision() {
        long before = store.newest();
        sql.inTransaction(connection -> {
            Sql.run(connection, "update experts set preference = preference + 1");
            Sql.run(connection, "insert into prompts (name, template) values ('one', 'a'), ('two', 'b')");
            Sql.run(connection, "update prompts set template = 'c' where name = 'one'");
            Sql.run(connection, "delete from prompts where name = 'two'");
            return 0;
        });
        assertThat(store.newest()).isEqualTo(before + 1);
        assertThat(store.at(before + 1).prompt(Profile.DEFAULT, "one").orElseThrow().template()).isEqualTo("c");
        assertThat(store.at(before + 1).prompt(Profile.DEFAULT, "two")).isEmpty();
        assertThat(store.at(before).prompt(Profile.DEFAULT, "one")).isEmpty();
    }

    @Test
    void a_rolled_back_transaction_or_savepoint_makes_none() {
        long before = store.newest();
        assertThatThrownBy(() -> sql.inTransaction(connection -> {
            Sql.run(connection, "update experts set preference = 1");
            throw new IllegalStateException("changed my mind");
        })).hasMessage("changed my mind");
        sql.inTransaction(connection -> {
            Sql.run(connection, "savepoint s");
            Sql.run(connection, "update experts set preference = 1");
            Sql.run(connection, "rollback to s");
            return 0;
        });
        assertThat(store.newest()).isEqualTo(before);
        sql.run("update experts set preference = 1 where name = 'Chart-R1'");
        assertThat(store.newest()).isEqualTo(before + 1);
    }

    @Test
    void a_statement_that_changes_nothing_makes_none() {
        long before = store.newest();
        sql.run("update experts set preference = preference");
        sql.run("delete from experts where name = 'nobody'");
        assertThat(store.newest()).isEqualTo(before);
    }

    @Test
    void a_row_changed_and_changed_back_in_one_transaction_is_the_same_row() {
        long before = store.newest();
        sql.inTransaction(connection -> {
            Sql.run(connection, "update experts set preference = 1 where name = 'Chart-R1'");
            Sql.run(connection, "update experts set preference = 2 where name = 'Chart-R1'");
            Sql.run(connection, "update experts set preference = 20 where name = 'Chart-R1'");
            return 0;
        });
        assertThat(store.diff(before, store.newest()).changes()).isEmpty();
        assertThat(sql.one("select count(*) from registry_history where row_key = '{Chart-R1}' and table_name = 'experts'",
                row -> row.getInt(1))).contains(1);
    }

    @Test
    void a_snapshot_equals_the_tables_and_never_changes() {
        long revision = store.newest();
        RegistrySnapshot snapshot = store.at(revision);
        assertThat(snapshot.experts()).hasSize(sql.one("select count(*) from experts", row -> row.getInt(1)).orElseThrow());
        assertThat(snapshot.skills()).hasSize(sql.one("select count(*) from skills", row -> row.getInt(1)).orElseThrow());
        Expert chart = snapshot.expert("Chart-R1").orElseThrow();
        assertThat(chart.endpoint()).contains("http://127.0.0.1:2364/v1");
        assertThat(chart.limits().totalTimeoutMs()).isEqualTo(300_000);
        assertThat(chart.temperature()).isEqualTo(0.2);
        sql.run("delete from expert_skills where expert = 'Chart-R1'");
        RegistryStore another = new RegistryStore(database.dataSource(), RevisionCheck.NONE);
        assertThat(another.at(revision).content()).isEqualTo(snapshot.content());
        assertThat(another.at(revision + 1).content()).isNotEqualTo(snapshot.content());
    }

    @Test
    void an_unknown_revision_says_which_there_are() {
        assertThatThrownBy(() -> store.at(4_711)).hasMessageContaining("REVISION_UNKNOWN").hasMessageContaining("1 to " + store.newest());
    }

    @Test
    void a_difference_names_rows_and_columns_in_both_directions() {
        long before = store.newest();
        sql.inTransaction(connection -> {
            Sql.run(connection, "update experts set preference = 5, enabled = false where name = 'Chart-R1'");
            Sql.run(connection, "insert into prompts (name, template) values ('fresh', 'x')");
            Sql.run(connection, "delete from experts where name = 'Step3-VL-10B'");
            return 0;
        });
        long after = store.newest();
        List<String> lines = store.diff(before, after).changes().stream().map(RegistryDiff.Change::describe).toList();
        assertThat(lines).contains(
                "~ experts \"Chart-R1\": enabled true -> false, preference 20 -> 5",
                "+ prompts \"default/fresh\"",
                "- experts \"Step3-VL-10B\"",
                "- expert_skills \"Step3-VL-10B/Geometric_Problem_Solver\"");
        assertThat(store.diff(after, before).changes()).extracting(RegistryDiff.Change::describe).contains(
                "~ experts \"Chart-R1\": enabled false -> true, preference 5 -> 20", "- prompts \"default/fresh\"",
                "+ experts \"Step3-VL-10B\"");
    }

    @Test
    void rolling_back_makes_a_new_revision_equal_to_the_old_one() {
        long old = store.newest();
        sql.inTransaction(connection -> {
            Sql.run(connection, "delete from experts where name = 'Step3-VL-10B'");
            Sql.run(connection, "update experts set description = 'changed' where name = 'Chart-R1'");
            Sql.run(connection, "insert into prompts (name, template) values ('fresh', 'x')");
            // Two leaves swap their routes, which no row-by-row update could undo.
            Sql.run(connection, "update skills set route = 'x' where route = 'trajectory'");
            Sql.run(connection, "update skills set route = 'trajectory' where route = 'pointing'");
            Sql.run(connection, "update skills set route = 'pointing' where route = 'x'");
            return 0;
        });
        long broken = store.newest();
        long made = store.rollback(old, "ann");
        assertThat(made).isEqualTo(broken + 1);
        assertThat(store.at(made).content()).isEqualTo(store.at(old).content());
        assertThat(store.diff(old, made).isEmpty()).isTrue();
        assertThat(store.current()).isEqualTo(made);
        assertThat(store.revisions(1).getFirst().author()).isEqualTo("ann");
        assertThat(sql.one("select count(*) from registry_history where from_revision = ?", row -> row.getInt(1), made).orElseThrow())
                .as("only rows that differed are written").isBetween(5, 12);
        assertThat(store.rollback(old, "ann")).as("nothing left to do").isEqualTo(made);
    }

    @Test
    void rolling_back_to_a_revision_that_fails_todays_checks_changes_nothing() {
        long old = store.newest();
        sql.run("update experts set preference = 1 where name = 'Chart-R1'");
        long newest = store.newest();
        RevisionCheck picky = snapshot -> snapshot.expert("Chart-R1").orElseThrow().preference() == 20
                ? List.of(new Problem("experts", "Chart-R1", "preference 20 is out of fashion"))
                : List.of();
        RegistryStore strict = new RegistryStore(database.dataSource(), picky);
        assertThatThrownBy(() -> strict.rollback(old, "bob")).isInstanceOf(RevisionRefusedException.class)
                .hasMessageContaining("out of fashion");
        assertThat(store.newest()).isEqualTo(newest);
        assertThat(sql.one("select preference from experts where name = 'Chart-R1'", row -> row.getInt(1))).contains(1);
    }

    @Test
    void concurrent_writers_get_revisions_in_the_order_of_their_commits() throws Exception {
        long before = store.newest();
        List<Callable<Long>> writers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "writer" + i;
            writers.add(() -> sql.inTransaction(connection -> {
                Sql.run(connection, "insert into prompts (name, template) values (?, 'x')", name);
                Sql.run(connection, "update experts set preference = preference + 1 where name = 'Chart-R1'");
                return RevisionTables.newest(connection);
            }));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Long> revisions = new ArrayList<>();
            for (Future<Long> future : pool.invokeAll(writers)) {
                revisions.add(future.get());
            }
            assertThat(revisions).doesNotHaveDuplicates().hasSize(12).allSatisfy(r -> assertThat(r).isBetween(before + 1, before + 12));
        }
        for (long r = before + 1; r <= before + 12; r++) {
            assertThat(store.at(r).expert("Chart-R1").orElseThrow().preference()).isEqualTo((int) (20 + r - before));
            assertThat(store.at(r).content().prompts()).hasSize(store.at(before).content().prompts().size() + (int) (r - before));
        }
    }

    @Test
    void ten_thousand_rows_in_one_statement_are_quick() {
        long start = System.nanoTime();
        sql.run("""
                insert into routing_terms (router, leaf, term)
                select 'ocr_problem_solver', 'OCRBench_Scene_Text_QA_Skill', 'term ' || n from generate_series(1, 10000) n
                """);
        long inserted = System.nanoTime();
        int before = store.at(store.newest() - 1).content().routingTerms().size();
        assertThat(store.at(store.newest()).content().routingTerms()).hasSize(before + 10_000);
        long loaded = System.nanoTime();
        assertThat((inserted - start) / 1_000_000).as("insert, ms, generous for a busy machine").isLessThan(5_000);
        assertThat((loaded - inserted) / 1_000_000).as("load, ms").isLessThan(5_000);
    }

    @Test
    void a_proposed_revision_is_accepted_or_rejected_with_row_and_reason() {
        RevisionCheck noShouting = snapshot -> snapshot.content().prompts().stream().filter(p -> p.template().contains("!"))
                .map(p -> new Problem("prompts", p.name(), "shouts")).toList();
        RegistryStore strict = new RegistryStore(database.dataSource(), noShouting);
        long good = strict.newest();
        assertThat(strict.settleProposed()).isEqualTo(good);
        sql.run("insert into prompts (name, template) values ('loud', 'hey!')");
        assertThat(strict.validate(good + 1)).isInstanceOf(Validation.Broken.class);
        assertThat(strict.settleProposed()).as("the old one goes on").isEqualTo(good);
        Revision rejected = strict.revisions(1).getFirst();
        assertThat(rejected.state()).isEqualTo(Revision.State.REJECTED);
        assertThat(rejected.problems()).containsExactly(new Problem("prompts", "loud", "shouts"));
        sql.run("update prompts set template = 'hey' where name = 'loud'");
        assertThat(strict.settleProposed()).isEqualTo(good + 2);
        assertThat(strict.revisions(3)).extracting(Revision::state)
                .containsExactly(Revision.State.ACCEPTED, Revision.State.REJECTED, Revision.State.ACCEPTED);
        assertThat(strict.revisions(3)).extracting(Revision::serves).containsExactly(true, false, false);
    }

    @Test
    void when_the_newest_is_broken_the_newest_sound_one_serves() {
        RevisionCheck noShouting = snapshot -> snapshot.content().prompts().stream().filter(p -> p.template().contains("!"))
                .map(p -> new Problem("prompts", p.name(), "shouts")).toList();
        RegistryStore strict = new RegistryStore(database.dataSource(), noShouting);
        sql.run("insert into prompts (name, template) values ('calm', 'hey')");
        sql.run("insert into prompts (name, template) values ('loud', 'hey!')");
        assertThat(strict.settleProposed()).isEqualTo(strict.newest() - 1);
    }

    @Test
    void a_check_that_fails_itself_rejects() {
        RegistryStore fragile = new RegistryStore(database.dataSource(), _ -> {
            throw new IllegalStateException("boom");
        });
        sql.run("insert into prompts (name, template) values ('a', 'b')");
        assertThat(fragile.validate(fragile.newest())).isInstanceOf(Validation.Broken.class);
    }

    @Test
    void revisions_verdicts_and_history_cannot_be_rewritten() {
        for (String change : List.of(
                "update registry_revisions set author = 'x'", "delete from registry_verdicts", "delete from registry_history",
                "update registry_history set content = '{}'", "insert into registry_history values ('experts', '{x}', 1, null, '{}')")) {
            assertThatThrownBy(() -> sql.run(change)).hasMessageContaining("REGISTRY_IS_APPEND_ONLY");
        }
        assertThatThrownBy(() -> sql.run("truncate experts cascade")).hasMessageContaining("REGISTRY_TRUNCATE");
    }

    @Test
    void a_refused_row_is_named_without_showing_a_key_that_was_written_by_mistake() {
        assertThatThrownBy(() -> sql.run("update experts set credential = 'sk-very-secret' where name = 'Chart-R1'"))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("experts_credential_is_a_reference_ck")
                .hasMessageContaining("Chart-R1")
                .satisfies(e -> {
                    for (Throwable t = e; t != null; t = t.getCause()) {
                        assertThat(String.valueOf(t.getMessage())).doesNotContain("sk-very-secret");
                    }
                });
    }

    @Test
    void a_rule_that_failed_in_service_gives_the_place_to_the_last_revision_without_it_and_never_serves_with_the_same_text_again() {
        long sound = store.current();
        sql.run("insert into rule_sources (name, stage, drl, enabled) values ('mine', 'admit', 'package a', true)");
        long with = store.settleProposed();
        assertThat(with).isGreaterThan(sound);
        sql.run("update experts set preference = preference + 1 where name = 'Chart-R1'");
        long later = store.settleProposed();
        assertThat(later).isGreaterThan(with);

        assertThat(store.withdrawRules(with, List.of("mine"), "rule \"x\" threw")).isEqualTo(sound);
        assertThat(store.current()).isEqualTo(sound);
        assertThat(store.withdrawRules(with, List.of("mine"), "rule \"x\" threw")).isEqualTo(sound);
        assertThat(sql.list("select source from registry_withdrawn_rules", row -> row.getString(1))).containsExactly("mine");

        sql.run("update experts set preference = preference + 1 where name = 'Chart-R1'");
        assertThat(store.settleProposed()).isEqualTo(sound);
        assertThat(store.settleNewest()).isInstanceOfSatisfying(Validation.Broken.class, broken -> assertThat(broken.problems())
                .singleElement()
                .satisfies(p -> assertThat(p.reason()).contains("rule \"x\" threw", "change its text, or set enabled = false")));

        sql.run("update rule_sources set drl = 'package b' where name = 'mine'");
        assertThat(store.settleProposed()).isEqualTo(store.newest());
    }
}

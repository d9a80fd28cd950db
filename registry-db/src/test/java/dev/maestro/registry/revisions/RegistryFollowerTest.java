package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.core.registry.RevisionCheck.Problem;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RegistryFollowerTest {
    private final AtomicInteger checks = new AtomicInteger();
    private final RevisionCheck noShouting = snapshot -> {
        checks.incrementAndGet();
        return snapshot.content().prompts().stream().filter(p -> p.name().startsWith("t.") && p.template().contains("!"))
                .map(p -> new Problem("prompts", p.name(), "shouts")).toList();
    };
    private final BlockingQueue<RegistrySnapshot> changes = new LinkedBlockingQueue<>();

    private Database database;
    private Sql sql;

    @BeforeEach
    void connect() {
        database = TestDatabase.fresh();
        sql = new Sql(database.dataSource());
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private RegistryFollower follower() {
        return RegistryFollower.start(new RegistryStore(database.dataSource(), noShouting), database.config(), changes::add);
    }

    @Test
    void a_change_by_any_means_is_served_within_a_second() throws InterruptedException {
        try (RegistryFollower follower = follower()) {
            long before = follower.serving().revision();
            for (int i = 1; i <= 3; i++) {
                sql.run("insert into prompts (name, template) values (?, 'calm')", "t." + i);
                RegistrySnapshot told = changes.poll(1, TimeUnit.SECONDS);
                assertThat(told).isNotNull();
                assertThat(told.revision()).isEqualTo(before + i);
                assertThat(told.prompt(Profile.DEFAULT, "t." + i)).isPresent();
            }
        }
    }

    @Test
    void a_broken_change_is_recorded_and_not_served() throws InterruptedException {
        RegistryStore store = new RegistryStore(database.dataSource(), noShouting);
        try (RegistryFollower follower = follower()) {
            long before = follower.serving().revision();
            sql.run("insert into prompts (name, template) values ('t.loud', 'hey!')");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (store.revisions(1).getFirst().state() == Revision.State.PROPOSED && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(store.revisions(1).getFirst().problems()).containsExactly(new Problem("prompts", "t.loud", "shouts"));
            assertThat(follower.serving().revision()).isEqualTo(before);
            sql.run("update prompts set template = 'hey' where name = 't.loud'");
            assertThat(changes.poll(5, TimeUnit.SECONDS).revision()).isEqualTo(before + 2);
        }
    }

    @Test
    void of_several_workers_one_validates_and_all_follow() throws InterruptedException {
        try (RegistryFollower first = follower(); RegistryFollower second = follower(); RegistryFollower third = follower()) {
            checks.set(0);
            long before = first.serving().revision();
            sql.run("insert into prompts (name, template) values ('t.x', 'calm')");
            for (int i = 0; i < 3; i++) {
                assertThat(changes.poll(5, TimeUnit.SECONDS).revision()).isEqualTo(before + 1);
            }
            assertThat(checks.get()).isEqualTo(1);
            assertThat(List.of(second.serving().revision(), third.serving().revision())).allMatch(r -> r >= before);
        }
    }

    @Test
    void a_cut_connection_is_made_again() throws InterruptedException {
        try (RegistryFollower follower = follower()) {
            long before = follower.serving().revision();
            sql.list(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'maestro registry follower' and datname = current_database()",
                    row -> row.getBoolean(1));
            sql.run("insert into prompts (name, template) values ('t.after', 'calm')");
            assertThat(changes.poll(5, TimeUnit.SECONDS).revision()).isEqualTo(before + 1);
        }
    }
}

package dev.maestro.registry.submissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.Submission.Accepted;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class SubmissionsTest {
    private static Database database;
    private static Submissions submissions;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        submissions = new Submissions(database.dataSource());
        new Sql(database.dataSource()).run("insert into tenants (name) values ('other')");
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static Submission submission(String id, String tenant, Optional<String> key, String hash) {
        return new Submission(id, tenant, Optional.of("abcd1234"), "queries", "/v1/queries", hash, key, Map.of("team", "ocr"));
    }

    @Test
    void a_query_that_was_accepted_waits_until_its_workflow_was_started() {
        Instant at = HistorySamples.AT;
        submissions.accept(submission("waits", "default", Optional.empty(), "h"), HistorySamples.query("waits"));
        assertThat(submissions.notStarted(at.plusSeconds(1), 10)).contains("waits");
        assertThat(submissions.notStarted(at, 10)).as("only what is older").doesNotContain("waits");
        submissions.started("waits", at.plusSeconds(2));
        assertThat(submissions.notStarted(at.plusSeconds(9), 10)).doesNotContain("waits");
        assertThat(submissions.of("waits").orElseThrow().labels()).isEqualTo(Map.of("team", "ocr"));
    }

    @Test
    void the_same_key_of_the_same_tenant_finds_the_same_query() {
        Accepted first = submissions.accept(submission("key-1", "default", Optional.of("k"), "h1"), HistorySamples.query("key-1"));
        Accepted again = submissions.accept(submission("key-2", "default", Optional.of("k"), "h2"), HistorySamples.query("key-2"));
        Accepted others = submissions.accept(submission("key-3", "other", Optional.of("k"), "h1"), HistorySamples.query("key-3"));
        assertThat(first).isEqualTo(new Accepted("key-1", "h1", true, 1_000, false));
        assertThat(again).isEqualTo(new Accepted("key-1", "h1", false, 0, false));
        assertThat(others.fresh()).isTrue();
        assertThat(new PostgresQueryHistory(database.dataSource()).query("key-2")).as("the second was not recorded").isEmpty();
    }

    @Test
    void of_twenty_at_the_same_moment_one_is_recorded_and_the_others_find_it() throws Exception {
        Set<String> ids = new HashSet<>();
        int fresh = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Accepted>> all = IntStream.range(0, 20)
                    .mapToObj(number -> threads.submit(() -> submissions.accept(
                            submission("race-" + number, "default", Optional.of("race"), "h"), HistorySamples.query("race-" + number))))
                    .toList();
            for (Future<Accepted> one : all) {
                ids.add(one.get().queryId());
                fresh += one.get().fresh() ? 1 : 0;
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(fresh).isOne();
    }

    @Test
    void a_key_is_forgotten_after_seven_days() {
        QueryRow old = HistorySamples.query("old");
        submissions.accept(submission("old", "default", Optional.of("weekly"), "h"), old);
        QueryRow later = new QueryRow("later", old.question(), old.images(), old.profile(), old.policy(), old.limits(),
                old.acceptedAt().plus(Submissions.KEPT).plus(Duration.ofSeconds(1)));
        assertThat(submissions.accept(submission("later", "default", Optional.of("weekly"), "h"), later).fresh()).isTrue();
    }

    @Test
    void a_query_of_the_command_line_belongs_to_the_default_tenant() {
        new PostgresQueryHistory(database.dataSource()).accept(HistorySamples.query("typed"));
        Submission typed = submissions.of("typed").orElseThrow();
        assertThat(typed.tenant()).isEqualTo("default");
        assertThat(typed.source()).isEqualTo("cli");
        assertThat(submissions.notStarted(Instant.now(), 100)).doesNotContain("typed");
    }
}

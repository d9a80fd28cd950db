package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.RevisionCheck;
import dev.maestro.registry.access.ArtifactOwners;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.DatabaseConfig;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.feed.QueryFeed;
import dev.maestro.registry.history.PostgresLedger;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.submissions.Submission;
import dev.maestro.registry.submissions.Submissions;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
    void what_was_accepted_before_requests_were_remembered_is_found_by_its_key() {
        try (Database database = TestDatabase.empty()) {
            migrateTo(database, "0040");
            new Sql(database.dataSource()).run("""
                    with submitted as (
                        insert into submissions (query_id, tenant, source, route, request_hash, idempotency_key, accepted_at)
                        values ('old', 'default', 'queries', '/v1/queries', 'h', 'k', '2026-01-02T03:04:05Z'))
                    insert into queries (id, question, images, profile, policy, max_turns, max_tokens, max_micros, max_wall_ms, accepted_at)
                    values ('old', 'how many?', '{}', 'default', 'rules', 1, 1, 1, 1, '2026-01-02T03:04:05Z')
                    """);

            Migrations.migrate(database.dataSource(), Optional.empty(), RegistryChecks.structural());

            QueryHistory.QueryRow again = new QueryHistory.QueryRow("new", "how many?", List.of(), Profile.DEFAULT, "rules",
                    QueryHistory.Limits.DEFAULT, Instant.parse("2026-01-02T03:05:05Z"));
            assertThat(new Submissions(database.dataSource()).accept(new Submission("new", "default", Optional.empty(), "queries",
                    "/v1/queries", "h", Optional.of("k"), Map.of()), again).queryId()).isEqualTo("old");
        }
    }

    @Test
    void queries_from_before_the_feed_get_one_made_of_their_rows() {
        try (Database database = TestDatabase.empty()) {
            migrateTo(database, FIRST_LAYOUT);
            QueryHistory history = new PostgresQueryHistory(database.dataSource());
            Instant at = HistorySamples.AT;
            history.acceptAndPin(HistorySamples.query("old"), new QueryHistory.PinRow("old", 1, "r1", Profile.DEFAULT, "rules", "rules/1"));
            new Sql(database.dataSource()).run("alter table query_pins disable trigger query_pins_append_only");
            new Sql(database.dataSource()).run("update query_pins set pinned_at = ?", at);
            new Sql(database.dataSource()).run("alter table query_pins enable trigger query_pins_append_only");
            history.recordDecision(HistorySamples.decision("old", 1, "call"));
            history.recordStep(HistorySamples.step("old", 1, "ask", "Chart-R1", "17", 30));
            history.finish(new QueryHistory.OutcomeRow("old", 0, QueryStatus.FAILED, Optional.empty(), "FAILED", "", at.plusSeconds(1)));
            history.retried("old", 1, QueryHistory.Limits.DEFAULT, at.plusSeconds(2));
            history.finish(new QueryHistory.OutcomeRow("old", 1, QueryStatus.ANSWERED, Optional.of("17"), "", "", at.plusSeconds(3)));

            Migrations.migrate(database.dataSource(), Optional.empty(), RegistryChecks.structural());

            assertThat(new QueryFeed(database.dataSource()).behind("old", 0))
                    .extracting(event -> event.seq() + " " + event.kind() + " " + event.run())
                    .containsExactly("1 accepted 0", "2 started 0", "3 pinned 0", "4 decided 0", "5 step 0", "6 outcome 0", "7 retried 1",
                            "8 outcome 1");
            assertThat(new Submissions(database.dataSource()).of("old").orElseThrow().tenant()).isEqualTo("default");
            assertThat(new ArtifactOwners(database.dataSource()).owns("default", ContentHash.of("crop"))).isTrue();
            history.recordEvent(new QueryHistory.EventRow("old", EventKind.PAUSED, "ann", at));
            assertThat(new QueryFeed(database.dataSource()).newest("old")).as("it goes on behind them").isEqualTo(9);
        }
    }

    @Test
    void results_of_an_earlier_build_stand_and_what_its_ended_queries_left_reserved_is_released() {
        try (Database database = TestDatabase.empty()) {
            migrateTo(database, FIRST_LAYOUT);
            Sql sql = new Sql(database.dataSource());
            QueryHistory history = new PostgresQueryHistory(database.dataSource());
            Instant at = Instant.parse("2026-01-02T03:04:05Z");
            for (String id : List.of("ended", "running")) {
                history.accept(new QueryHistory.QueryRow(id, "how many?", List.of(), Profile.DEFAULT, "rules", QueryHistory.Limits.DEFAULT,
                        at));
                sql.run("select * from reserve_budget(?, ?, 100, 10)", id, id + "/1/ask/Chart-R1");
            }
            history.finish(new QueryHistory.OutcomeRow("ended", 0, QueryStatus.FAILED, Optional.empty(), "TIMED_OUT", "", at));
            sql.run("""
                    insert into evaluations (name, data, data_hash, profile, policy, registry_revision, experts, attempts, temperature, seed,
                                             scorer, max_turns, max_tokens, max_micros, max_wall_ms, most_samples, concurrency, replay_live,
                                             created_at)
                    values ('earlier', 'd', 'h', 'default', 'rules', 1, '{}', 1, 0, 1, 'strict', 5, 1, 1, 1, 0, 4, false, now())
                    """);
            sql.run("""
                    insert into evaluation_samples (evaluation, index, sample_id, data_source, question, images, ground_truth)
                    values ('earlier', 0, 's0', 'chartqa', 'how many?', '{}', '{7}')
                    """);
            sql.run("""
                    insert into sample_results (evaluation, index, attempt, query_id, status, answer, reason, message, is_right, calls, turns,
                                                steps, policy_input_tokens, policy_output_tokens, expert_input_tokens, expert_output_tokens,
                                                cost_micros, latency_ms, queue_ms, policy_ms, expert_ms, registry_revision, policy_version,
                                                accepted_at, ended_at)
                    values ('earlier', 0, 1, 'earlier-0-1', 'answered', '7', '', '', true, '[]', 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, '1',
                            now(), now())
                    """);

            Migrations.migrate(database.dataSource(), Optional.empty(), RegistryChecks.structural());

            PostgresLedger ledger = new PostgresLedger(database.dataSource());
            assertThat(ledger.balance("ended").tokensReserved()).isZero();
            assertThat(ledger.balance("running").tokensReserved()).as("its call may be under way").isEqualTo(100);
            EvaluationStore evaluations = new PostgresEvaluations(database.dataSource());
            assertThat(evaluations.result("earlier", 0, 1)).hasValueSatisfying(result -> {
                assertThat(result.run()).isZero();
                assertThat(result.unscored()).isFalse();
                assertThat(result.right()).isTrue();
            });
            assertThat(evaluations.overview("earlier").orElseThrow().scored()).isEqualTo(1);
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

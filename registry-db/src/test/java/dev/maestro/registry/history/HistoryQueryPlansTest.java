package dev.maestro.registry.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users wait for is found by an index, also when the history is long. */
@Tag("database")
class HistoryQueryPlansTest {
    private static Database database;
    private static Sql sql;

    @BeforeAll
    static void fill() {
        database = TestDatabase.fresh();
        sql = new Sql(database.dataSource());
        sql.run("""
                insert into queries
                select 'q' || n, 'question', '{}', 'default', 'rules', 5, 1000, 1000, 1000, timestamptz '2026-01-01' + n * interval '1 minute'
                from generate_series(1, 3000) n
                """);
        sql.run("""
                insert into turns
                select 'q' || n || '/' || t, 'q' || n, t, 'text', '{}', null, '[]', '', 1, 1, 0, 1, 1, now()
                from generate_series(1, 3000) n, generate_series(1, 2) t
                """);
        sql.run("insert into observations select key, query_id, turn, '{}', '{}', now() from turns");
        sql.run("""
                insert into steps (key, query_id, turn, call, kind, skill, asked, expert, value, result, images, input_tokens, output_tokens,
                                   cost_micros, latency_ms, attempt, cached, started_at, recorded_at)
                select key || '/ask', query_id, turn, 'ask', 'ask', 's', 'e', 'Expert-' || substr(md5(key), 1, 2), 'v', '{}', '{}', 10, 1, 5, 20, 1, false, now(), now()
                from turns
                """);
        sql.run("insert into step_failures (key, query_id, turn, call, expert, failure, message, status, attempt, latency_ms, failed_at) select key, query_id, turn, 'ask', 'e', 'X', '', 0, 1, 1, now() from turns");
        sql.run("insert into query_outcomes select id, 1, case when length(id) = 3 then 'failed' else 'answered' end, 'a', '', '', now() from queries");
        sql.run("insert into query_events (query_id, kind, detail, happened_at) select id, 'approved', '', now() from queries");
        sql.run("insert into artifacts select 'sha256:' || encode(sha256(id::bytea), 'hex'), 'text/plain', id::bytea from queries");
        sql.run("insert into derived_artifacts select hash, 'r', hash from artifacts");
        sql.run("analyze");
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    static List<Arguments> queries() {
        return List.of(
                Arguments.of("select * from queries where id = 'q17'", "queries_pk"),
                Arguments.of(PostgresQueryHistory.LIST.formatted("").replace("?", "20"), "query_status_newest_ix"),
                Arguments.of(PostgresQueryHistory.LIST.formatted("where s.status = 'failed'").replace("?", "20"),
                        "query_status_newest_of_status_ix"),
                Arguments.of("select * from query_pins where query_id = 'q17'", ""),
                Arguments.of("select * from turns where query_id = 'q17' and turn = 1", "turns_one_per_number_uq"),
                Arguments.of(PostgresQueryHistory.TURNS.replace("?", "'q17'"), "observations_one_per_number_uq"),
                Arguments.of("select * from steps where key = 'q17/1/ask'", "steps_one_per_key_uq"),
                Arguments.of(PostgresQueryHistory.STEPS.replaceFirst("\\?", "'q17'").replaceFirst("\\?", "1"), "steps_"),
                Arguments.of("select * from steps where query_id = 'q17' order by number", "steps_"),
                Arguments.of("select * from step_failures where query_id = 'q17' order by number", "step_failures_in_order_ix"),
                Arguments.of("select * from ledger_entries where query_id = 'q17' order by number", "ledger_entries_"),
                Arguments.of("select * from query_outcomes where query_id = 'q17' order by run desc limit 1",
                        "query_outcomes_one_per_run_uq"),
                Arguments.of("select * from query_events where query_id = 'q17' order by number", "query_events_in_order_ix"),
                Arguments.of(PostgresQueryHistory.RECENT_LATENCY.replace("?", "'Expert-a1'"), "steps_newest_of_expert_ix"),
                Arguments.of("select * from artifacts where hash = 'sha256:x'", "artifacts_pk"),
                Arguments.of("select * from derived_artifacts where source = 'sha256:x' and recipe = 'r'",
                        "derived_artifacts_one_per_recipe_uq"));
    }

    @ParameterizedTest
    @MethodSource("queries")
    void a_query_uses_its_index(String query, String index) {
        String plan = String.join("\n", sql.list("explain " + query, row -> row.getString(1)));
        assertThat(plan).contains(index);
        assertThat(plan).doesNotContain("Seq Scan on steps", "Seq Scan on queries", "Seq Scan on turns", "Seq Scan on ledger_entries",
                "Seq Scan on artifacts");
    }
}

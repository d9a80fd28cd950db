package dev.maestro.registry.submissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A tenant's lists are found by an index, also among many queries of others. */
@Tag("database")
class QueryListPlansTest {
    private static Database database;
    private static Sql sql;

    @BeforeAll
    static void fill() {
        database = TestDatabase.fresh();
        sql = new Sql(database.dataSource());
        sql.run("""
                insert into queries
                select 'q' || n, 'question about bar' || n, '{}', 'default', 'rules', 5, 1000, 1000, 1000,
                       timestamptz '2026-01-01' + n * interval '1 minute'
                from generate_series(1, 3000) n
                """);
        sql.run("insert into query_outcomes select id, 0, case when length(id) = 3 then 'failed' else 'answered' end, 'a', '', '', now() from queries");
        sql.run("update submissions set labels = jsonb_build_object('team', right(query_id, 4)), api_key = right(query_id, 4)");
        sql.run("vacuum analyze");
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static final String NEWEST = " order by s.accepted_at desc, s.query_id desc limit 50";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', value = {
        "all                  |                                                  | query_status_newest",
        "of one status        | and s.status = 'failed'                          | query_status_newest_of",
        "with a label         | and s.query_id in (select m.query_id from submissions m where m.labels @> '{\"team\": \"17\"}'::jsonb) | submissions_labels_ix",
        "with a word          | and s.query_id in (select q.id from queries q where to_tsvector('simple', q.question) @@ plainto_tsquery('simple', 'bar17')) | queries_words_ix",
        "of one key           | and s.query_id in (select m.query_id from submissions m where m.api_key = '1017') | submissions_of_key_ix"
    })
    void a_list_uses_its_index(String name, String condition, String index) {
        String query = new QueryOverviews.Chosen("default", QueryFilter.ALL).sql().replace("?", "'default'")
                + " " + (condition == null ? "" : condition) + NEWEST;
        String plan = String.join("\n", sql.list("explain " + query, row -> row.getString(1)));
        assertThat(plan).contains(index).doesNotContain("Seq Scan on query_status", "Seq Scan on submissions", "Seq Scan on queries");
    }

    @Test
    void the_same_request_is_found_by_its_index() {
        sql.run("update submissions set route = '/v1/responses', request_hash = query_id, asked_at = accepted_at, group_id = query_id");
        sql.run("vacuum analyze submissions");
        assertThat(String.join("\n", sql.list("""
                explain select group_id from submissions
                where tenant = 'default' and route = '/v1/responses' and request_hash = 'q17' and asked_at >= now() - interval '1 hour'
                order by asked_at desc limit 1
                """, row -> row.getString(1)))).contains("submissions_asked_again_ix").doesNotContain("Seq Scan");
        assertThat(String.join("\n",
                sql.list("explain select query_id from submissions where group_id = 'q17' or query_id = 'q17' order by choice",
                        row -> row.getString(1))))
                .contains("submissions_of_group_ix").doesNotContain("Seq Scan");
    }

    @Test
    void a_feed_is_read_by_its_key() {
        List<String> plan = sql.list("explain select * from query_feed n where n.query_id = 'q17' and n.seq > 1 order by n.seq limit 200",
                row -> row.getString(1));
        assertThat(String.join("\n", plan)).contains("query_feed_pk");
    }
}

package dev.maestro.registry.submissions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.submissions.QueryOverview.Place;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class QueryOverviewsTest {
    private static Database database;
    private static QueryOverviews overviews;

    @BeforeAll
    static void fill() {
        database = TestDatabase.fresh();
        overviews = new QueryOverviews(database.dataSource());
        new Sql(database.dataSource()).run("insert into tenants (name) values ('other')");
        Submissions submissions = new Submissions(database.dataSource());
        QueryHistory history = new PostgresQueryHistory(database.dataSource());
        for (int number = 1; number <= 5; number++) {
            String id = "q" + number;
            QueryRow row = HistorySamples.query(id);
            submissions.accept(new Submission(id, number == 5 ? "other" : "default", Optional.of("abcd1234"), "queries", "/v1/queries", "h",
                    Optional.empty(), Map.of("team", number % 2 == 0 ? "even" : "odd")),
                    new QueryRow(id, "how many bars number" + number, row.images(), row.profile(), row.policy(), row.limits(),
                            row.acceptedAt().plusSeconds(number)));
        }
        pin(history, "q2");
        pin(history, "q3");
        history.recordDecision(HistorySamples.decision("q3", 1, "call"));
        history.recordStep(HistorySamples.step("q3", 1, "ask", "Chart-R1", "17", 30));
        history.finish(new OutcomeRow("q3", 0, QueryStatus.ANSWERED, Optional.of("17"), "", "", HistorySamples.AT.plusSeconds(30)));
        pin(history, "q4");
        history.finish(new OutcomeRow("q4", 0, QueryStatus.FAILED, Optional.empty(), "TURNS_EXHAUSTED", "no answer",
                HistorySamples.AT.plusSeconds(5)));
    }

    private static void pin(QueryHistory history, String id) {
        history.pin(new PinRow(id, 7, "r7-rules", Profile.DEFAULT, "rules", "rules/1"));
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static List<String> ids(QueryFilter filter) {
        return overviews.list("default", filter, Optional.empty(), 50).stream().map(QueryOverview::id).toList();
    }

    private static QueryFilter filter(List<String> statuses, Optional<String> expert, Map<String, String> labels, Optional<String> words,
            OptionalLong minCost, OptionalLong minLatency, Optional<String> reason) {
        return new QueryFilter(statuses, expert, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                OptionalLong.empty(),
                reason, Optional.empty(), Optional.empty(), labels, words, Optional.empty(), Optional.empty(), minCost, minLatency);
    }

    @Test
    void a_query_is_told_with_what_it_used_and_how_it_ended() {
        QueryOverview query = overviews.of("default", "q3").orElseThrow();
        assertThat(query.status()).isEqualTo("answered");
        assertThat(query.answer()).contains("17");
        assertThat(query.experts()).containsExactly("Chart-R1");
        assertThat(query.tokens()).isEqualTo(125);
        assertThat(query.costMicros()).isEqualTo(30);
        assertThat(query.pin().orElseThrow().registryRevision()).isEqualTo(7);
        assertThat(query.lastEvent()).isEqualTo(6);
        assertThat(query.labels()).isEqualTo(Map.of("team", "odd"));
    }

    @Test
    void another_tenants_query_is_not_there() {
        assertThat(overviews.of("default", "q5")).isEmpty();
        assertThat(overviews.of("other", "q5")).isPresent();
        assertThat(ids(QueryFilter.ALL)).containsExactly("q4", "q3", "q2", "q1");
    }

    @Test
    void what_nobody_has_begun_is_queued() {
        assertThat(ids(filter(List.of("queued"), Optional.empty(), Map.of(), Optional.empty(), OptionalLong.empty(), OptionalLong.empty(),
                Optional.empty()))).containsExactly("q1");
        assertThat(overviews.counts("default", QueryFilter.ALL))
                .isEqualTo(Map.of("answered", 1L, "failed", 1L, "queued", 1L, "running", 1L));
    }

    @Test
    void every_filter_chooses() {
        Optional<String> none = Optional.empty();
        OptionalLong any = OptionalLong.empty();
        assertThat(ids(filter(List.of("failed", "running"), none, Map.of(), none, any, any, none))).containsExactly("q4", "q2");
        assertThat(ids(filter(List.of(), Optional.of("Chart-R1"), Map.of(), none, any, any, none))).containsExactly("q3");
        assertThat(ids(filter(List.of(), none, Map.of("team", "even"), none, any, any, none))).containsExactly("q4", "q2");
        assertThat(ids(filter(List.of(), none, Map.of(), Optional.of("BARS number1"), any, any, none))).containsExactly("q1");
        assertThat(ids(filter(List.of(), none, Map.of(), none, OptionalLong.of(30), any, none))).containsExactly("q3");
        assertThat(ids(filter(List.of(), none, Map.of(), none, any, OptionalLong.of(10_000), none))).containsExactly("q3");
        assertThat(ids(filter(List.of(), none, Map.of(), none, any, any, Optional.of("TURNS_EXHAUSTED")))).containsExactly("q4");
        assertThat(overviews.count("default", filter(List.of(), none, Map.of("team", "even"), none, any, any, none))).isEqualTo(2);
    }

    @Test
    void a_list_goes_on_where_it_was_left_also_when_newer_ones_arrived() {
        List<QueryOverview> first = overviews.list("default", QueryFilter.ALL, Optional.empty(), 2);
        Instant now = HistorySamples.AT.minusSeconds(100);
        Place place = first.getLast().place();
        assertThat(overviews.list("default", QueryFilter.ALL, Optional.of(place), 2)).extracting(QueryOverview::id).containsExactly("q2",
                "q1");
        assertThat(overviews.list("default", QueryFilter.ALL, Optional.of(new Place(now, "q1")), 2)).isEmpty();
    }
}

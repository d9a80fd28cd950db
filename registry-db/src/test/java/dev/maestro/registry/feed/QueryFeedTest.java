package dev.maestro.registry.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.PostgresQueryHistory;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class QueryFeedTest {
    private static Database database;
    private static QueryHistory history;
    private static QueryFeed feed;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        history = new PostgresQueryHistory(database.dataSource());
        feed = new QueryFeed(database.dataSource());
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    private static void begin(String id) {
        history.acceptAndPin(HistorySamples.query(id), new PinRow(id, 7, "r7-rules", Profile.DEFAULT, "rules", "rules/1"));
    }

    private static List<String> kinds(String id) {
        return feed.behind(id, 0).stream().map(FeedEvent::kind).toList();
    }

    @Test
    void a_query_that_is_accepted_and_pinned_by_one_statement_is_accepted_first() {
        begin("one-statement");
        assertThat(kinds("one-statement")).containsExactly("accepted", "started", "pinned");
        assertThat(feed.behind("one-statement", 0).getFirst().data().path("question").asText()).isEqualTo("how many?");
        assertThat(feed.behind("one-statement", 0).getLast().data().path("registry_revision").asLong()).isEqualTo(7);
    }

    @Test
    void everything_that_is_recorded_is_told_once_and_in_order() {
        String id = "whole";
        begin(id);
        history.recordDecision(HistorySamples.decision(id, 1, "call"));
        StepRow step = HistorySamples.step(id, 1, "ask", "Chart-R1", "17", 30);
        history.recordFailure(new FailureRow(step.key(), id, 1, step.call(), "Chart-R1", "EXPERT_TIMED_OUT", "late", 0, 1, 900,
                HistorySamples.AT));
        history.recordStep(step);
        history.recordStep(step);
        history.recordObservation(new ObservationRow(new TurnKey(id, 1), id, 1, "{\"type\":\"dispatched\"}", "{\"type\":\"evidence\"}",
                HistorySamples.AT));
        history.recordEvent(new EventRow(id, EventKind.PAUSED, "ann", HistorySamples.AT));
        history.recordEvent(new EventRow(id, EventKind.APPROVED, "Chart-R1 by ann", HistorySamples.AT));
        history.recordDecision(HistorySamples.decision(id, 2, "invalid"));
        history.recordObservation(new ObservationRow(new TurnKey(id, 2), id, 2, "{}", "{\"type\":\"refused\"}", HistorySamples.AT));
        history.finish(new OutcomeRow(id, 0, QueryStatus.FAILED, Optional.empty(), "TURNS_EXHAUSTED", "no answer", HistorySamples.AT));
        assertThat(feed.hasEnded(id)).isTrue();
        history.retried(id, 1, Limits.DEFAULT, HistorySamples.AT);
        assertThat(feed.hasEnded(id)).isFalse();
        history.finish(new OutcomeRow(id, 1, QueryStatus.ANSWERED, Optional.of("17"), "", "", HistorySamples.AT));

        List<FeedEvent> events = feed.behind(id, 0);
        assertThat(events).extracting(FeedEvent::kind).containsExactly("accepted", "started", "pinned", "decided", "failed_attempt", "step",
                "verdict", "observed", "paused", "approval_decided", "decided", "observed", "outcome", "retried", "outcome");
        assertThat(events).extracting(FeedEvent::seq).containsExactlyElementsOf(IntStream.rangeClosed(1, events.size()).boxed().toList());
        assertThat(events).extracting(FeedEvent::run).endsWith(0, 0, 1, 1).startsWith(0);
        assertThat(events.get(5).data().path("expert").asText()).isEqualTo("Chart-R1");
        assertThat(events.get(5).data().path("cost_micros").asLong()).isEqualTo(30);
        assertThat(events.getLast().data().path("answer").asText()).isEqualTo("17");
        assertThat(events.getLast().data().path("steps").asInt()).isEqualTo(1);
        assertThat(feed.behind(id, 13)).extracting(FeedEvent::kind).containsExactly("retried", "outcome");
        assertThat(feed.newest(id)).isEqualTo(15);
    }

    @Test
    void forty_steps_that_are_recorded_at_once_leave_no_gap_for_a_reader_that_follows_them() throws Exception {
        String id = "parallel";
        begin(id);
        List<Integer> followed = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<StepRow>> steps = IntStream.range(0, 40)
                    .mapToObj(number -> threads.submit(
                            () -> history.recordStep(HistorySamples.step(id, 1, "ask-" + number, "Chart-R1", "v", number % 3))))
                    .toList();
            int seen = 0;
            while (seen < 43) {
                for (FeedEvent event : feed.behind(id, seen)) {
                    assertThat(event.seq()).as("the next one, with none left out").isEqualTo(seen + 1);
                    seen = event.seq();
                    followed.add(seen);
                }
            }
            for (Future<StepRow> step : steps) {
                step.get();
            }
        }
        assertThat(followed).hasSize(43);
    }

    @Test
    void a_number_that_is_not_committed_keeps_later_ones_waiting_so_that_no_reader_misses_it() throws Exception {
        String id = "late";
        begin(id);
        try (Connection slow = database.dataSource().getConnection();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slow.setAutoCommit(false);
            Sql.run(slow, "insert into query_events (query_id, kind, detail, happened_at) values (?, 'paused', 'slow', now())", id);
            Future<?> second = threads.submit(() -> history.recordEvent(new EventRow(id, EventKind.RESUMED, "quick", HistorySamples.AT)));
            untilSomebodyWaitsForALock();
            assertThat(second.isDone()).isFalse();
            assertThat(kinds(id)).containsExactly("accepted", "started", "pinned");
            slow.commit();
            second.get();
            slow.setAutoCommit(true);
        }
        assertThat(kinds(id)).containsExactly("accepted", "started", "pinned", "paused", "resumed");
    }

    private static void untilSomebodyWaitsForALock() {
        Sql sql = new Sql(database.dataSource());
        while (sql.list("select 1 from pg_locks where not granted and locktype = 'advisory'", row -> 1).isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void many_queries_are_read_at_once_each_behind_its_own_number() {
        begin("many-1");
        begin("many-2");
        assertThat(feed.behind(Map.of("many-1", 2, "many-2", 1, "unknown", 0)))
                .extracting(event -> event.queryId() + " " + event.seq()).containsExactly("many-1 3", "many-2 2", "many-2 3");
    }
}

package dev.maestro.registry.history;

import static dev.maestro.registry.testing.HistorySamples.AT;
import static dev.maestro.registry.testing.HistorySamples.decision;
import static dev.maestro.registry.testing.HistorySamples.query;
import static dev.maestro.registry.testing.HistorySamples.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.ContentHash;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.database.Sql;
import dev.maestro.registry.history.Ledger.Balance;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.FailureRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.history.QueryHistory.QuerySummary;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.registry.history.QueryHistory.Stored;
import dev.maestro.registry.history.QueryHistory.Turn;
import dev.maestro.registry.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("database")
class PostgresQueryHistoryTest {
    private static Database database;
    private static PostgresQueryHistory history;
    private static PostgresLedger ledger;
    private static Sql sql;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        history = new PostgresQueryHistory(database.dataSource());
        ledger = new PostgresLedger(database.dataSource());
        sql = new Sql(database.dataSource());
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    @Test
    void the_first_record_under_a_key_stands_and_is_returned_to_the_second() {
        QueryRow first = history.accept(query("twice"));
        assertThat(first).isEqualTo(query("twice"));
        QueryRow changed = new QueryRow("twice", "another question", List.of(), Profile.REFERENCE, "remote", first.limits(),
                AT.plusSeconds(9));
        assertThat(history.accept(changed)).isEqualTo(first);

        DecisionRow decided = history.recordDecision(decision("twice", 1, "look closer"));
        assertThat(history.recordDecision(decision("twice", 1, "answer at once"))).isEqualTo(decided);
        assertThat(history.decision("twice", 1)).contains(decided);

        StepRow step = history.recordStep(step("twice", 1, "read", "Chart-R1", "17", 30));
        assertThat(history.recordStep(step("twice", 1, "read", "GLM-4.6V-Flash", "18", 40))).isEqualTo(step);
        assertThat(history.step(StepKey.parse("twice/1/read"))).contains(step);

        PinRow pin = history.pin(new PinRow("twice", 3, "3-abc", Profile.DEFAULT, "rules", "1"));
        assertThat(history.pin(new PinRow("twice", 4, "4-abc", Profile.DEFAULT, "rules", "2"))).isEqualTo(pin);

        OutcomeRow outcome = history.finish(new OutcomeRow("twice", 1, QueryStatus.ANSWERED, Optional.of("17"), "", "", AT));
        assertThat(history.finish(new OutcomeRow("twice", 1, QueryStatus.FAILED, Optional.empty(), "X", "", AT))).isEqualTo(outcome);
    }

    @Test
    void many_recording_the_same_step_at_once_all_get_the_one_that_stands() throws Exception {
        history.accept(query("race"));
        List<Callable<StepRow>> calls = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int n = i;
            calls.add(() -> history.recordStep(step("race", 1, "ask", "Expert-" + n, "value " + n, n)));
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<StepRow> rows = new ArrayList<>();
            for (Future<StepRow> future : pool.invokeAll(calls)) {
                rows.add(future.get());
            }
            assertThat(rows).hasSize(12).containsOnly(rows.getFirst());
            assertThat(ledger.balance("race").microsSpent()).isEqualTo(rows.getFirst().costMicros());
        }
    }

    @Test
    void a_step_settles_its_reservation_and_frees_what_its_candidates_held() {
        history.accept(query("settle"));
        ledger.reserve("settle", "settle/1/ask", 5_000, 400);
        ledger.reserve("settle", "settle/1/ask/GLM-4.6V-Flash", 5_000, 500);
        ledger.reserve("settle", "settle/1/asking", 10, 7);
        history.recordStep(step("settle", 1, "ask", "Chart-R1", "17", 120));
        assertThat(ledger.balance("settle")).isEqualTo(new Balance(110, 10, 120, 7));
    }

    /** No two fields of a record hold the same here, so that a value in another's place is seen. */
    @Test
    void what_is_recorded_comes_back_as_it_was_field_by_field() {
        QueryRow query = new QueryRow("fields", "which?", List.of(ContentHash.of("a"), ContentHash.of("b")), Profile.REFERENCE, "remote",
                new Limits(3, 4, 5, 6), AT);
        PinRow pin = new PinRow("fields", 9, "9-abc", Profile.REFERENCE, "remote", "v2");
        assertThat(history.acceptAndPin(query, pin)).isEqualTo(pin);
        assertThat(history.query("fields")).contains(query);
        assertThat(history.pinOf("fields")).contains(pin);
        DecisionRow decision = new DecisionRow(new TurnKey("fields", 1), "fields", 1, "text", "{\"a\": 1}", Optional.of(-1.5), "[2]", "why",
                11,
                12, 13, 14, 15, AT.plusSeconds(1), Optional.of("written"));
        assertThat(history.recordDecision(decision)).isEqualTo(decision);
        assertThat(history.decision("fields", 1)).contains(decision);
        StepRow step = new StepRow(StepKey.parse("fields/1/zoom.2#3"), "fields", 1, CallId.parse("zoom.2#3"), StepKind.ZOOM, "Leaf",
                "Asked",
                "Replied", new Stored(Optional.of("request"), Optional.empty()),
                new Stored(Optional.empty(), Optional.of(ContentHash.of("reply"))), "value", "{\"r\": 1}", List.of(ContentHash.of("crop")),
                21,
                22, 23, 24, 25, true, AT.plusSeconds(2), AT.plusSeconds(3));
        assertThat(history.recordStep(step)).isEqualTo(step);
        assertThat(history.step(step.key())).contains(step);
        FailureRow failure = new FailureRow(StepKey.parse("fields/1/ask"), "fields", 1, CallId.parse("ask"), "Expert", "EXPERT_TIMED_OUT",
                "message", 31, 32, 33, AT.plusSeconds(4));
        history.recordFailure(failure);
        ObservationRow observation = new ObservationRow(new TurnKey("fields", 1), "fields", 1, "{\"v\": 1}", "{\"o\": 1}",
                AT.plusSeconds(5));
        assertThat(history.recordObservation(observation)).isEqualTo(observation);
        OutcomeRow outcome = new OutcomeRow("fields", 2, QueryStatus.FAILED, Optional.of("answer"), "REASON", "message", AT.plusSeconds(6));
        assertThat(history.finish(outcome)).isEqualTo(outcome);
        Audit audit = history.audit("fields").orElseThrow();
        assertThat(audit.turns()).containsExactly(new Turn(decision, Optional.of(observation)));
        assertThat(audit.steps()).containsExactly(step);
        assertThat(audit.failures()).containsExactly(failure);
        assertThat(audit.outcomes()).containsExactly(outcome);
    }

    @Test
    void the_audit_tells_everything_in_order() {
        history.accept(query("whole"));
        PinRow pin = history.pin(new PinRow("whole", 7, "7-abc", Profile.DEFAULT, "rules", "1"));
        DecisionRow first = history.recordDecision(decision("whole", 1, "look"));
        StepRow read = history.recordStep(step("whole", 1, "read", "Embedded-Text-Reader", "", 0));
        FailureRow failure = new FailureRow(StepKey.parse("whole/1/ask"), "whole", 1, CallId.parse("ask"), "Chart-R1", "EXPERT_UNREACHABLE",
                "refused", 0, 1, 12, AT);
        history.recordFailure(failure);
        ledger.reserve("whole", "whole/1/ask", 100, 100);
        StepRow ask = history.recordStep(step("whole", 1, "ask", "GLM-4.6V-Flash", "17", 20));
        ObservationRow observation = history
                .recordObservation(new ObservationRow(TurnKey.parse("whole/1"), "whole", 1, "{\"rule\":\"x\"}", "{\"text\":\"17\"}", AT));
        DecisionRow second = history.recordDecision(decision("whole", 2, "answer"));
        EventRow event = new EventRow("whole", EventKind.PAUSED, "by operator", AT);
        history.recordEvent(event);
        OutcomeRow outcome = history.finish(new OutcomeRow("whole", 1, QueryStatus.ANSWERED, Optional.of("17"), "", "", AT));

        Audit audit = history.audit("whole").orElseThrow();
        assertThat(audit.pin()).contains(pin);
        assertThat(audit.turns()).containsExactly(new Turn(first, Optional.of(observation)), new Turn(second, Optional.empty()));
        assertThat(audit.steps()).containsExactly(read, ask);
        assertThat(history.steps("whole", 1)).containsExactly(read, ask);
        assertThat(history.steps("whole", 2)).isEmpty();
        assertThat(audit.failures()).containsExactly(failure);
        assertThat(audit.events()).containsExactly(event);
        assertThat(audit.outcomes()).containsExactly(outcome);
        assertThat(audit.ledger()).extracting(Ledger.Entry::kind).as("free steps leave no entry").containsExactly(Ledger.EntryKind.RESERVE,
                Ledger.EntryKind.SETTLE);
        assertThat(history.audit("nobody")).isEmpty();
    }

    @Test
    void the_newest_run_is_the_status_and_a_retry_makes_it_running_again() {
        history.accept(query("status"));
        assertThat(status("status")).isEqualTo("running");
        history.recordEvent(new EventRow("status", EventKind.PAUSED, "", AT));
        assertThat(status("status")).isEqualTo("paused");
        history.recordEvent(new EventRow("status", EventKind.RESUMED, "", AT));
        history.finish(new OutcomeRow("status", 1, QueryStatus.FAILED, Optional.empty(), "BUDGET_EXCEEDED", "too little", AT));
        assertThat(status("status")).isEqualTo("failed");
        history.recordEvent(new EventRow("status", EventKind.RETRIED, "", AT));
        assertThat(status("status")).isEqualTo("running");
        history.finish(new OutcomeRow("status", 2, QueryStatus.ANSWERED, Optional.of("4"), "", "", AT));
        QuerySummary summary = history.list(100, Optional.of(QueryStatus.ANSWERED)).stream().filter(s -> s.id().equals("status"))
                .findFirst()
                .orElseThrow();
        assertThat(summary.answer()).contains("4");
        assertThat(history.outcome("status").orElseThrow().run()).isEqualTo(2);
        assertThat(history.list(100, Optional.of(QueryStatus.FAILED))).extracting(QuerySummary::id).doesNotContain("status");
    }

    private static String status(String id) {
        return history.list(1_000, Optional.empty()).stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow().status().wire();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "artifacts", "derived_artifacts", "queries", "query_pins", "turns", "observations", "steps", "step_failures",
        "ledger_entries", "query_outcomes", "query_events"})
    void audit_tables_refuse_update_delete_and_truncate(String table) {
        String column = sql.one(
                "select column_name from information_schema.columns where table_schema = 'maestro' and table_name = ? and is_identity = 'NO' limit 1",
                row -> row.getString(1), table).orElseThrow();
        for (String change : List.of("delete from " + table, "truncate " + table + " cascade",
                "update %s set %s = %2$s".formatted(table, column))) {
            assertThatThrownBy(() -> sql.run(change))
                    .isInstanceOf(MaestroException.class)
                    .hasMessageContaining("HISTORY_IS_APPEND_ONLY");
        }
    }

    @Test
    void the_median_of_an_experts_latency_needs_five_steps_and_leaves_cached_ones_out() {
        history.accept(query("slow"));
        for (int i = 1; i <= 4; i++) {
            history.recordStep(step("slow", i, "ask", "Sloth", "x", 0));
        }
        assertThat(history.recentLatencyMs("Sloth")).isEmpty();
        history.recordStep(step("slow", 5, "ask", "Sloth", "x", 0));
        assertThat(history.recentLatencyMs("Sloth")).contains(40L);
    }

    @Test
    void a_record_for_an_unknown_query_names_the_constraint() {
        assertThatThrownBy(() -> history.recordDecision(decision("ghost", 1, "x")))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("turns_query_fk");
    }

    @Test
    void a_reply_with_a_nul_character_is_kept_without_it() {
        history.accept(query("nul"));
        StepRow step = history.recordStep(step("nul", 1, "ask", "Chart-R1", "a\0b", 1));
        assertThat(step.value()).isEqualTo("a\uFFFDb");
    }

    @Test
    void a_policy_is_needed_while_a_query_that_is_pinned_to_it_has_not_ended() {
        history.accept(query("open"));
        history.pin(new PinRow("open", 3, "3-abc", Profile.DEFAULT, "local", "model@1"));
        history.accept(query("other"));
        history.pin(new PinRow("other", 3, "3-abc", Profile.DEFAULT, "local", "model@2"));

        assertThat(history.isAnyOpenPinnedTo("model@1")).isTrue();
        assertThat(history.isAnyOpenPinnedTo("model@3")).isFalse();

        history.finish(new OutcomeRow("open", 0, QueryStatus.ANSWERED, Optional.of("17"), "", "", AT));
        assertThat(history.isAnyOpenPinnedTo("model@1")).isFalse();
        assertThat(history.isAnyOpenPinnedTo("model@2")).isTrue();
    }
}

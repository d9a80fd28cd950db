package dev.maestro.registry.history;

import static dev.maestro.registry.testing.HistorySamples.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.Ledger.Balance;
import dev.maestro.registry.history.Ledger.CallClaim;
import dev.maestro.registry.history.Ledger.Claim;
import dev.maestro.registry.history.Ledger.Reservation;
import dev.maestro.registry.history.Ledger.Reservation.Granted;
import dev.maestro.registry.history.Ledger.Reservation.Refused;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.testing.HistorySamples;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Duration;
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

@Tag("database")
class PostgresLedgerTest {
    private static Database database;
    private static PostgresQueryHistory history;
    private static PostgresLedger ledger;

    @BeforeAll
    static void connect() {
        database = TestDatabase.fresh();
        history = new PostgresQueryHistory(database.dataSource());
        ledger = new PostgresLedger(database.dataSource());
    }

    @AfterAll
    static void disconnect() {
        database.close();
    }

    @Test
    void parallel_reservations_never_overdraw_together() throws Exception {
        history.accept(query("parallel", new Limits(5, 1_000_000, 1_000, 1)));
        List<Callable<Reservation>> calls = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String key = "parallel/1/step." + i;
            calls.add(() -> ledger.reserve("parallel", key, 10, 90));
        }
        int granted = 0;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reservation> future : pool.invokeAll(calls)) {
                switch (future.get()) {
                    case Granted _ -> granted++;
                    case Refused refused -> assertThat(refused).isEqualTo(new Refused("micros", 90, 10, 1_000));
                }
            }
        }
        assertThat(granted).isEqualTo(11);
        assertThat(ledger.balance("parallel")).isEqualTo(new Balance(0, 110, 0, 990));
    }

    @Test
    void a_refusal_says_what_is_short_and_how_much_is_left() {
        history.accept(query("short", new Limits(5, 500, 1_000, 1)));
        assertThat(ledger.reserve("short", "a", 300, 0)).isEqualTo(new Granted());
        assertThat(ledger.reserve("short", "b", 300, 0)).isEqualTo(new Refused("tokens", 300, 200, 500));
        assertThat(ledger.reserve("short", "b", 200, 0)).isEqualTo(new Granted());
    }

    @Test
    void a_second_reservation_under_a_key_changes_nothing() {
        history.accept(query("again"));
        ledger.reserve("again", "k", 100, 10);
        assertThat(ledger.reserve("again", "k", 100, 10)).isEqualTo(new Granted());
        assertThat(ledger.balance("again")).isEqualTo(new Balance(0, 100, 0, 10));
    }

    @Test
    void settling_books_the_true_cost_once_and_frees_the_rest() {
        history.accept(query("true"));
        ledger.reserve("true", "k", 1_000, 100);
        ledger.settle("true", "k", 250, 30);
        ledger.settle("true", "k", 999, 99);
        assertThat(ledger.balance("true")).isEqualTo(new Balance(250, 0, 30, 0));
        assertThat(ledger.reserve("true", "k", 1_000, 100)).as("paid already").isEqualTo(new Granted());
        assertThat(ledger.balance("true")).isEqualTo(new Balance(250, 0, 30, 0));
    }

    @Test
    void a_released_key_can_be_reserved_again_by_a_retry() {
        history.accept(query("retry"));
        ledger.reserve("retry", "k", 1_000, 100);
        ledger.release("retry", "k");
        ledger.release("retry", "k");
        assertThat(ledger.balance("retry")).isEqualTo(new Balance(0, 0, 0, 0));
        ledger.reserve("retry", "k", 2_000, 200);
        assertThat(ledger.balance("retry")).isEqualTo(new Balance(0, 2_000, 0, 200));
        ledger.settle("retry", "k", 1, 1);
        ledger.release("retry", "k");
        assertThat(ledger.balance("retry")).isEqualTo(new Balance(1, 0, 1, 0));
    }

    @Test
    void a_call_that_cost_more_than_reserved_is_booked_in_full() {
        history.accept(query("over", new Limits(5, 1_000, 100, 1)));
        ledger.reserve("over", "k", 500, 50);
        ledger.settle("over", "k", 1_500, 150);
        assertThat(ledger.balance("over")).isEqualTo(new Balance(1_500, 0, 150, 0));
        assertThat(ledger.reserve("over", "l", 1, 0)).isEqualTo(new Refused("tokens", 1, 0, 1_000));
    }

    private static CallClaim claim(String query, String holder, Duration lease) {
        return new CallClaim(query, query + "/1/ask", query + "/1/ask/Chart-R1", holder, lease, 500, 50);
    }

    private static final Duration LONG = Duration.ofMinutes(1);

    @Test
    void a_call_is_let_through_for_one_attempt_at_a_time() {
        history.accept(query("one"));
        assertThat(ledger.claim(claim("one", "first", LONG))).isEqualTo(new Claim.Granted());
        assertThat(ledger.claim(claim("one", "first", LONG))).as("its own").isEqualTo(new Claim.Granted());
        assertThat(ledger.claim(claim("one", "second", LONG))).isInstanceOf(Claim.Held.class);
        assertThat(ledger.balance("one")).isEqualTo(new Balance(0, 500, 0, 50));
        ledger.giveBack(claim("one", "second", LONG));
        assertThat(ledger.balance("one")).as("not the second's to give back").isEqualTo(new Balance(0, 500, 0, 50));
        ledger.giveBack(claim("one", "first", LONG));
        assertThat(ledger.balance("one")).isEqualTo(new Balance(0, 0, 0, 0));
        assertThat(ledger.claim(claim("one", "second", LONG))).isEqualTo(new Claim.Granted());
    }

    @Test
    void of_many_attempts_at_the_same_time_one_is_let_through() throws Exception {
        history.accept(query("race"));
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Claim>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                String holder = "holder " + i;
                calls.add(() -> ledger.claim(claim("race", holder, LONG)));
            }
            int granted = 0;
            for (Future<Claim> future : pool.invokeAll(calls)) {
                granted += future.get() instanceof Claim.Granted ? 1 : 0;
            }
            assertThat(granted).isEqualTo(1);
        }
    }

    @Test
    void who_was_not_heard_of_has_lost_its_claim_and_who_renews_keeps_it() {
        history.accept(query("lost"));
        ledger.claim(claim("lost", "stopped", Duration.ofMillis(1)));
        await(() -> ledger.claim(claim("lost", "next", Duration.ofMillis(1))) instanceof Claim.Granted);
        ledger.renew(List.of("next"), LONG);
        assertThat(ledger.claim(claim("lost", "stopped", Duration.ofMillis(1)))).as("woken").isInstanceOf(Claim.Held.class);
        assertThat(ledger.balance("lost")).as("reserved once").isEqualTo(new Balance(0, 500, 0, 50));
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void nobody_is_let_through_for_what_is_recorded_and_its_settlement_ends_the_claim() {
        history.accept(query("done"));
        ledger.claim(claim("done", "first", LONG));
        history.recordStep(HistorySamples.step("done", 1, "ask", "Chart-R1", "17", 30));
        assertThat(ledger.claim(claim("done", "second", LONG))).isEqualTo(new Claim.Recorded());
        assertThat(ledger.balance("done")).isEqualTo(new Balance(110, 0, 30, 0));
    }

    @Test
    void a_recorded_decision_is_settled_in_its_own_transaction() {
        history.accept(query("decided"));
        CallClaim decision = new CallClaim("decided", "decided/1", "decided/1", "first", LONG, 5_000, 0);
        assertThat(ledger.claim(decision)).isEqualTo(new Claim.Granted());
        history.recordDecision(HistorySamples.decision("decided", 1, "call"));
        assertThat(ledger.balance("decided")).isEqualTo(new Balance(15, 0, 0, 0));
        assertThat(ledger.claim(decision)).isEqualTo(new Claim.Recorded());
    }

    @Test
    void when_a_query_ends_nothing_stays_reserved_and_nobody_is_let_through_until_it_is_retried() {
        history.accept(query("ended"));
        ledger.claim(claim("ended", "first", LONG));
        history.finish(new OutcomeRow("ended", 0, QueryStatus.FAILED, Optional.empty(), "TURNS_EXHAUSTED", "", HistorySamples.AT));
        assertThat(ledger.balance("ended")).isEqualTo(new Balance(0, 0, 0, 0));
        assertThat(ledger.claim(claim("ended", "second", LONG))).isEqualTo(new Claim.Over());
        history.retried("ended", 1, new Limits(5, 20_000, 1_000, 60_000), HistorySamples.AT);
        assertThat(ledger.claim(claim("ended", "second", LONG))).isEqualTo(new Claim.Granted());
    }

    @Test
    void a_claim_that_the_budget_does_not_allow_leaves_nothing() {
        history.accept(query("poor", new Limits(5, 100, 1_000, 1)));
        assertThat(ledger.claim(claim("poor", "first", LONG))).isEqualTo(new Claim.TooMuch(new Refused("tokens", 500, 100, 100)));
        CallClaim less = new CallClaim("poor", "poor/1/ask", "poor/1/ask/Other", "second", LONG, 50, 0);
        assertThat(ledger.claim(less)).isEqualTo(new Claim.Granted());
    }

    @Test
    void nothing_is_reserved_for_an_unknown_query() {
        assertThatThrownBy(() -> ledger.reserve("ghost", "k", 1, 1)).hasMessageContaining("QUERY_UNKNOWN").hasMessageContaining("ghost");
    }
}

package dev.maestro.registry.history;

import static dev.maestro.registry.testing.HistorySamples.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.Ledger.Balance;
import dev.maestro.registry.history.Ledger.Reservation;
import dev.maestro.registry.history.Ledger.Reservation.Granted;
import dev.maestro.registry.history.Ledger.Reservation.Refused;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
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

    @Test
    void nothing_is_reserved_for_an_unknown_query() {
        assertThatThrownBy(() -> ledger.reserve("ghost", "k", 1, 1)).hasMessageContaining("QUERY_UNKNOWN").hasMessageContaining("ghost");
    }
}

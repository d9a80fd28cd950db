package dev.maestro.registry.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.registry.testing.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class RetryLimitsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Database database;
    private QueryHistory history;
    private Ledger ledger;

    @BeforeEach
    void accept() {
        database = TestDatabase.fresh();
        history = new PostgresQueryHistory(database.dataSource());
        ledger = new PostgresLedger(database.dataSource());
        history.accept(new QueryRow("q1", "how much?", List.of(), Profile.DEFAULT, "rules", new Limits(5, 100, 100, 1_000), NOW));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_retry_with_a_larger_budget_may_spend_what_the_first_run_could_not() {
        assertThat(ledger.reserve("q1", "q1/1", 150, 0)).isInstanceOf(Ledger.Reservation.Refused.class);
        history.finish(new OutcomeRow("q1", 0, QueryStatus.FAILED, Optional.empty(), "BUDGET_EXCEEDED", "too little", NOW));

        history.retried("q1", 1, new Limits(5, 200, 100, 1_000), NOW);

        assertThat(ledger.reserve("q1", "q1/1", 150, 0)).isInstanceOf(Ledger.Reservation.Granted.class);
        assertThat(history.list(10, Optional.of(QueryStatus.RUNNING))).hasSize(1);
    }

    @Test
    void a_retry_that_is_recorded_again_after_its_end_does_not_make_the_query_run_again() {
        history.finish(new OutcomeRow("q1", 0, QueryStatus.FAILED, Optional.empty(), "X", "x", NOW));
        history.retried("q1", 1, new Limits(5, 200, 100, 1_000), NOW);
        history.finish(new OutcomeRow("q1", 1, QueryStatus.ANSWERED, Optional.of("7"), "", "", NOW));

        history.retried("q1", 1, new Limits(5, 200, 100, 1_000), NOW);

        assertThat(history.list(10, Optional.empty()).getFirst().status()).isEqualTo(QueryStatus.ANSWERED);
    }

    @Test
    void totals_of_a_query_without_steps_are_zero() {
        assertThat(history.totals("q1")).isEqualTo(new QueryHistory.Totals(0, 0, 0, List.of(), List.of()));
    }
}

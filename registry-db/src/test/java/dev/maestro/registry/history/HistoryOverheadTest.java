package dev.maestro.registry.history;

import static dev.maestro.registry.testing.HistorySamples.AT;
import static dev.maestro.registry.testing.HistorySamples.decision;
import static dev.maestro.registry.testing.HistorySamples.query;
import static dev.maestro.registry.testing.HistorySamples.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.testing.TestDatabase;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("database")
class HistoryOverheadTest {
    /** The whole record of a query with one step may cost this much; measured 10 ms on two very busy cores, without waiting for a disk. */
    private static final long BUDGET_MICROS = 40_000;

    @Test
    void recording_a_query_of_one_step_costs_little() {
        try (Database database = TestDatabase.fresh()) {
            QueryHistory history = new PostgresQueryHistory(database.dataSource());
            Ledger ledger = new PostgresLedger(database.dataSource());
            long[] micros = new long[150];
            for (int i = 0; i < micros.length; i++) {
                String id = "cost-" + i;
                long start = System.nanoTime();
                history.accept(query(id));
                history.pin(new PinRow(id, 1, "1-x", Profile.DEFAULT, "rules", "1"));
                history.recordDecision(decision(id, 1, "look"));
                ledger.reserve(id, id + "/1/ask", 500, 50);
                history.recordStep(step(id, 1, "ask", "Chart-R1", "17", 30));
                history.recordObservation(new ObservationRow(new TurnKey(id, 1), id, 1, "{}", "{}", AT));
                history.finish(new OutcomeRow(id, 1, QueryStatus.ANSWERED, Optional.of("17"), "", "", AT));
                micros[i] = (System.nanoTime() - start) / 1_000;
            }
            Arrays.sort(micros);
            assertThat(micros[75]).as("median of seven records, in micros; nine of ten below %d", micros[135]).isLessThan(BUDGET_MICROS);
        }
    }
}

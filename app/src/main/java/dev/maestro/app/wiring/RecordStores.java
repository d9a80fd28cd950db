package dev.maestro.app.wiring;

import dev.maestro.activities.assembly.ActivityAssembly.Stores;
import dev.maestro.registry.database.Database;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.PostgresEvaluations;
import dev.maestro.registry.history.Artifacts;
import dev.maestro.registry.history.QueryHistory;
import dev.maestro.registry.history.WorkerDeaths;
import dev.maestro.registry.training.PostgresTraining;
import dev.maestro.registry.training.TrainingStore;

/**
 * What is on record in one database, besides the registry. Thread-safe.
 *
 * @param ofQueries history, artifacts and ledger
 */
record RecordStores(Stores ofQueries, EvaluationStore evaluations, TrainingStore trainings, WorkerDeaths deaths) {
    static RecordStores in(Database database) {
        return new RecordStores(Stores.on(database.dataSource()), new PostgresEvaluations(database.dataSource()),
                new PostgresTraining(database.dataSource()), new WorkerDeaths(database.dataSource()));
    }

    QueryHistory history() {
        return ofQueries.history();
    }

    Artifacts artifacts() {
        return ofQueries.artifacts();
    }
}

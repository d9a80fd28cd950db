package dev.maestro.app.wiring;

import dev.maestro.activities.pinned.ServedRegistry;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.Problem;
import dev.maestro.core.Resources;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.EmbeddedExpertProvider;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.Experts;
import dev.maestro.experts.health.HealthMonitor;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.http.HttpExchanges;
import dev.maestro.registry.revisions.RegistryStore;
import dev.maestro.workflows.worker.TrainerServices;
import io.temporal.client.WorkflowClient;

/** Puts a trainer together: it decides what its runs ask, and knows which experts cannot be asked. */
record TrainerWiring(WorkflowClient client, RecordStores stores, RegistryStore registry, ServingRules rules) {
    /**
     * @throws Problem {@code MODEL_SUPPORT_MISSING}
     * @return takes chunks of training runs; closing it stops it when the step under way is done
     */
    AutoCloseable start(Configuration configuration, Credentials credentials) {
        Resources resources = new Resources();
        try {
            Experts embedded = new Experts(
                    (request, _) -> ExpertOutcome.Failure.of(FailureKind.BAD_REQUEST, "only looked at"), EmbeddedExpertProvider.all(1));
            HealthMonitor health = resources.keep(new HealthMonitor(() -> registry.at(registry.current()).experts(),
                    embedded.implementations(), resources.keep(new HttpExchanges()), credentials, WorkerWiring.HEALTH_EVERY));
            health.start();
            AutoCloseable trainer = LocalModels.trainer().start(new TrainerServices(client, stores.trainings(), stores.evaluations(),
                    stores.ofQueries(), () -> new ServedRegistry(registry, () -> registry.at(registry.current()), rules.sets()),
                    WorkerWiring::facts, health::unavailable, configuration.home().resolve("training"),
                    LocalModels.natives(configuration.policy().local(), configuration.home())));
            return () -> {
                trainer.close();
                resources.close();
            };
        } catch (RuntimeException | Error e) {
            resources.closeAfter(e);
            throw e;
        }
    }
}

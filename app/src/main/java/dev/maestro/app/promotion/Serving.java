package dev.maestro.app.promotion;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Promotion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What serves now, as this command's configuration has it.
 *
 * @param checkpoint the promoted one, else that of {@code policy.local.model}; empty: no model serves
 * @param version    that its decisions are recorded with; empty when there is none, or it cannot be read
 * @param policy     what decides where no model serves: the policy of a query that names none
 */
public record Serving(Optional<Path> checkpoint, String version, String policy) {
    public static Serving now(TrainingStore store, Configuration configuration) {
        Configuration.PolicySettings policy = configuration.policy();
        Optional<Configuration.LocalPolicy> held = policy.promoted()
                .flatMap(how -> store.serving().map(Promotion::folder).map(folder -> how.of(Path.of(folder))))
                .or(policy::local);
        return new Serving(held.map(Configuration.LocalPolicy::model), held.map(LocalModels::version).orElse(""), policy.name());
    }

    /** For people. */
    public String words() {
        return checkpoint.map(Path::toString).orElse("policy " + policy + ", as no model serves");
    }
}

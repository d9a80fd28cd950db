package dev.maestro.app.promotion;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.registry.training.TrainingStore;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What serves now, as this command's configuration has it.
 *
 * @param checkpoint the promoted one, else that of {@code policy.local.model}; empty: no model serves
 * @param version    that its decisions are recorded with; empty when there is none, or nobody asked for it
 * @param policy     what decides where no model serves: the policy of a query that names none
 */
public record Serving(Optional<Path> checkpoint, String version, String policy) {
    /** Reads no checkpoint. */
    public static Serving now(TrainingStore store, Configuration configuration) {
        Configuration.PolicySettings policy = configuration.policy();
        Optional<Path> promoted = policy.promoted().flatMap(_ -> store.serving()).map(promotion -> Path.of(promotion.folder()));
        return new Serving(promoted.or(() -> policy.local().map(Configuration.LocalPolicy::model)), "", policy.name());
    }

    /**
     * The same with its version.
     *
     * @throws dev.maestro.app.program.Problem when the checkpoint cannot be read
     */
    public Serving identified(Configuration.LocalPolicy how) {
        return new Serving(checkpoint, checkpoint.map(folder -> LocalModels.version(how.of(folder))).orElse(""), policy);
    }

    /** For people. */
    public String words() {
        return checkpoint.map(Path::toString).orElse("policy " + policy + ", as no model serves");
    }
}

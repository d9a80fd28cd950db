package dev.maestro.app.cli;

import dev.maestro.app.Models;
import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Key;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --model}: as the setting policy.local.model, for this command and the workers it starts. */
final class HeldModelOption {
    @Option(names = "--model", paramLabel = "DIR", description = "A Qwen3 or Qwen3-VL checkpoint folder for policy local; as policy.local.model.")
    private Optional<Path> folder = Optional.empty();

    /**
     * The configuration with the model that was named; a folder that cannot be used is refused now.
     *
     * @throws dev.maestro.app.Problem when it cannot
     */
    Configuration configured(Session session) {
        folder.ifPresent(named -> session.set(Key.POLICY_LOCAL_MODEL, named.toAbsolutePath().normalize().toString()));
        Configuration configuration = session.configuration();
        configuration.policy().local().ifPresent(Models::check);
        return configuration;
    }

    boolean isGiven() {
        return folder.isPresent();
    }
}

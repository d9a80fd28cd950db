package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Key;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.Services;
import dev.maestro.policy.checkpoint.HeldPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * {@code --model}: the setting policy.local.model, for this command and the workers it starts. Who names a folder gets that one, whatever
 * is promoted.
 */
final class HeldModelOption {
    static final String NOT_HELD = "no worker holds a model for policy local: the query waits for one, ten minutes at most. Start one beside: maestro worker --model DIR";

    @Option(names = "--model", paramLabel = "DIR",
            description = "A Qwen3 or Qwen3-VL checkpoint folder for policy local; as policy.local.model.")
    private Optional<Path> folder = Optional.empty();

    /**
     * The configuration with the model that was named; a folder that cannot be used is refused now.
     *
     * @throws dev.maestro.app.program.Problem when it cannot
     */
    Configuration configured(CommandContext session) {
        folder.ifPresent(named -> {
            session.set(Key.POLICY_LOCAL_MODEL, named.toAbsolutePath().normalize().toString());
            session.set(Key.POLICY_LOCAL_PROMOTED, "false");
        });
        Configuration configuration = session.configuration();
        configuration.policy().local().ifPresent(settings -> LocalModels.check(settings, configuration.home()));
        return configuration;
    }

    /**
     * Refuses policy {@code local} where nobody would ever hold a model for it. Of a stack that runs already it is
     * said afterwards, by {@link #tell}: a worker may still come. So is where there is a database, in which one may be promoted.
     *
     * @throws dev.maestro.app.program.Problem {@code MODEL_NOT_SET}
     */
    void require(CommandContext session, String policy) {
        if (policy.equals(HeldPolicy.NAME) && isUnset(session.configuration()) && !session.findsStack()) {
            throw notSet();
        }
    }

    /** Whether no model is set, and none can have been promoted: there is no database yet, or promotions do not count. */
    static boolean isUnset(Configuration configuration) {
        boolean promotable = configuration.policy().promoted().isPresent()
                && (configuration.database().isPresent() || Files.isDirectory(configuration.home().resolve("postgres")));
        return configuration.policy().local().isEmpty() && !promotable;
    }

    static Problem notSet() {
        return Problem.input(InputErrors.MODEL_NOT_SET,
                "policy local needs a checkpoint folder, and none is set or promoted. Give one with --model DIR, set policy.local.model,"
                        + " or promote one: maestro policy promote RUN."
                        + " To try it without a download: maestro policy example tiny, then --model tiny");
    }

    /**
     * Says what policy {@code local} waits for on a stack that runs already.
     *
     * @throws dev.maestro.app.program.Problem {@code MODEL_NOT_SET} on a stack of the command's own, where nothing is set or promoted
     */
    void tell(CommandContext session, Services services, String policy) {
        if (!policy.equals(HeldPolicy.NAME)) {
            return;
        }
        if (services.endsWithCommand()) {
            if (session.configuration().policy().local().isEmpty() && services.trainingStore().serving().isEmpty()) {
                throw notSet();
            }
            return;
        }
        folder.ifPresent(named -> session.terminal()
                .say("--model " + named + " is not used: a stack runs already, and its workers hold what they were started with"));
        if (!services.modelIsHeld()) {
            session.terminal().say(NOT_HELD);
        }
    }
}

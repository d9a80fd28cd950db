package dev.maestro.app.cli;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.Key;
import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.app.wiring.Services;
import dev.maestro.policy.checkpoint.HeldPolicy;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --model}: the setting policy.local.model, for this command and the workers it starts. */
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
        folder.ifPresent(named -> session.set(Key.POLICY_LOCAL_MODEL, named.toAbsolutePath().normalize().toString()));
        Configuration configuration = session.configuration();
        configuration.policy().local().ifPresent(settings -> LocalModels.check(settings, configuration.home()));
        return configuration;
    }

    /**
     * Refuses policy {@code local} where nobody would ever hold a model for it. Of a stack that runs already it is
     * said afterwards, by {@link #tell}: a worker may still come.
     *
     * @throws dev.maestro.app.program.Problem {@code MODEL_NOT_SET}
     */
    void require(CommandContext session, String policy) {
        if (policy.equals(HeldPolicy.NAME) && session.configuration().policy().local().isEmpty() && !session.findsStack()) {
            throw notSet();
        }
    }

    static Problem notSet() {
        return Problem.input(InputErrors.MODEL_NOT_SET,
                "policy local needs a checkpoint folder, and none is set. Give one with --model DIR, or set policy.local.model."
                        + " To try it without a download: maestro policy example tiny, then --model tiny");
    }

    /** Says what policy {@code local} waits for on a stack that runs already. */
    void tell(CommandContext session, Services services, String policy) {
        if (!policy.equals(HeldPolicy.NAME) || services.endsWithCommand()) {
            return;
        }
        folder.ifPresent(named -> session.terminal()
                .say("--model " + named + " is not used: a stack runs already, and its workers hold what they were started with"));
        if (!services.modelIsHeld()) {
            session.terminal().say(NOT_HELD);
        }
    }
}

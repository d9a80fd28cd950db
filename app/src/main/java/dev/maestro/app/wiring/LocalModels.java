package dev.maestro.app.wiring;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.orchestra.play.CheckpointPlayers;
import dev.maestro.policy.checkpoint.CheckpointLoading;
import dev.maestro.policy.checkpoint.CheckpointRefusedException;
import dev.maestro.policy.checkpoint.CheckpointTools;
import dev.maestro.policy.checkpoint.DecisionSettings;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.policy.checkpoint.ModelHolder;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.policy.checkpoint.TorchUnavailableException;
import dev.maestro.workflows.worker.CheckpointEstimates;
import dev.maestro.workflows.worker.TrainerHost;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the model of policy {@code local} as the configuration describes it, and reports what is wrong with it as a
 * {@link Problem}.
 */
public final class LocalModels {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);

    private LocalModels() {}

    /**
     * What can be done with checkpoints besides letting them decide.
     *
     * @throws Problem {@code MODEL_SUPPORT_MISSING}
     */
    public static CheckpointTools tools() {
        return present(CheckpointTools::required);
    }

    /** Refuses a folder that cannot be used before anything is started for it; reads no weights, starts no PyTorch. */
    public static void check(Configuration.LocalPolicy settings, Path home) {
        ModelHolder holder = present(ModelHolder::required);
        refusing(settings, () -> {
            holder.check(settings.model(), loading(settings, home));
            return settings;
        });
    }

    static HeldPolicy load(Configuration.LocalPolicy settings, Path home) {
        long begun = System.nanoTime();
        ModelHolder holder = present(ModelHolder::required);
        HeldPolicy held = refusing(settings, () -> holder.hold(settings.model(), loading(settings, home), new DecisionSettings(
                settings.concurrent(), settings.temperature(), settings.seed(), settings.tokens(), settings.constrained(),
                settings.candidates())));
        LOG.info("model loaded version={} millis={}", held.description(), (System.nanoTime() - begun) / 1_000_000);
        return held;
    }

    /** Whether checkpoints can be held in this process at all. */
    static boolean canHold() {
        return ModelHolder.find().isPresent() && CheckpointTools.find().isPresent();
    }

    /** What trains in a process. @throws Problem {@code MODEL_SUPPORT_MISSING} */
    public static TrainerHost trainer() {
        return present(TrainerHost::required);
    }

    /** What estimates how good a checkpoint is from what is on record. @throws Problem {@code MODEL_SUPPORT_MISSING} */
    public static CheckpointEstimates estimates() {
        return present(CheckpointEstimates::required);
    }

    /** Loads the checkpoint to play the benchmark orchestra. */
    public static CheckpointPlayers.Player player(Configuration.LocalPolicy settings, Path home) {
        CheckpointPlayers players = present(CheckpointPlayers::required);
        return refusing(settings, () -> players.load(settings.model(), loading(settings, home)));
    }

    /** Writes the policy down that was trained for that benchmark. @return what it is, in a sentence */
    public static String learned(Path folder) {
        return present(CheckpointPlayers::required).shipped(folder);
    }

    /** How PyTorch is brought into this process; the bundled one where nothing is set. */
    public static NativesSettings natives(Optional<Configuration.LocalPolicy> settings, Path home) {
        Path cache = home.resolve("natives");
        return settings.map(set -> new NativesSettings(cache, set.libraries(), set.flavor(), set.threads()))
                .orElseGet(() -> NativesSettings.bundled(cache));
    }

    private static CheckpointLoading loading(Configuration.LocalPolicy settings, Path home) {
        return new CheckpointLoading(settings.device(), settings.dtype(),
                settings.cache() == 0 ? OptionalLong.empty() : OptionalLong.of(settings.cache()),
                settings.memoryMb() == 0 ? OptionalLong.empty() : OptionalLong.of(settings.memoryMb() * 1_000_000),
                natives(Optional.of(settings), home));
    }

    /** Jars are what a machine lacks, not what somebody typed. */
    private static <T> T present(Supplier<T> found) {
        try {
            return found.get();
        } catch (MaestroException e) {
            throw Problem.of(ExitCode.INFRASTRUCTURE, e);
        }
    }

    private static <T> T refusing(Configuration.LocalPolicy settings, Supplier<T> loading) {
        try {
            return loading.get();
        } catch (CheckpointRefusedException | TorchUnavailableException e) {
            String where = e.reason().contains(settings.model().toString())
                    ? ""
                    : " The model is " + settings.model() + " (--model, or policy.local.model).";
            throw Problem.of(ExitCode.BAD_INPUT, e, e.reason() + where);
        }
    }

    /** The version under which decisions of a folder's checkpoint are recorded. */
    public static String version(Configuration.LocalPolicy settings) {
        ModelHolder holder = present(ModelHolder::required);
        return refusing(settings, () -> holder.version(settings.model()));
    }

    /** The configuration of a worker of {@code up}, not all of which hold a model; one that was started by itself has number 0. */
    public static Configuration heldBy(Configuration configuration, int number) {
        Configuration.PolicySettings policy = configuration.policy();
        boolean holds = policy.local().or(policy::promoted).filter(local -> number <= local.workers()).isPresent();
        return holds ? configuration : configuration.with(policy.withoutModel());
    }
}

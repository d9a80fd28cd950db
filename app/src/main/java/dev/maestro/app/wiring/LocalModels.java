package dev.maestro.app.wiring;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.program.ExitCode;
import dev.maestro.app.program.Problem;
import dev.maestro.inference.checkpoint.CheckpointRefusedException;
import dev.maestro.inference.qwen.LoadOptions;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.inference.torch.TorchUnavailableException;
import dev.maestro.policylocal.LocalModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The model of policy {@code local} as the configuration has it; what is wrong with it is said as a {@link Problem}. */
public final class LocalModels {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);

    private LocalModels() {}

    /** Refuses a folder that cannot be used before anything is started for it; reads no weights, starts no PyTorch. */
    public static void check(Configuration.LocalPolicy settings, Path home) {
        refusing(settings, () -> {
            LocalModel.check(settings.model(), options(settings, home));
            return settings;
        });
    }

    static LocalModel load(Configuration.LocalPolicy settings, Path home) {
        long begun = System.nanoTime();
        LocalModel model = refusing(settings, () -> LocalModel.load(settings.model(), options(settings, home), new LocalModel.Deciding(
                settings.concurrent(), settings.temperature(), settings.seed(), settings.tokens(), settings.constrained(),
                settings.candidates())));
        LOG.info("model loaded version={} millis={}", model.description(), (System.nanoTime() - begun) / 1_000_000);
        return model;
    }

    /** How PyTorch is brought into this process; the bundled one where nothing is set. */
    public static TorchSettings torch(Optional<Configuration.LocalPolicy> settings, Path home) {
        return settings.map(set -> new TorchSettings(home.resolve("natives"), set.libraries(), set.flavor(), set.threads()))
                .orElseGet(() -> TorchSettings.standard().unpackedUnder(home.resolve("natives")));
    }

    /** How the model is brought into memory. */
    public static LoadOptions options(Configuration.LocalPolicy settings, Path home) {
        TorchSettings torch = torch(Optional.of(settings), home);
        LoadOptions standard = LoadOptions.standard();
        return new LoadOptions(LoadOptions.device(settings.device()), LoadOptions.type(settings.dtype()),
                settings.cache() == 0 ? OptionalLong.empty() : OptionalLong.of(settings.cache()),
                settings.memoryMb() == 0 ? OptionalLong.empty() : OptionalLong.of(settings.memoryMb() * 1_000_000),
                standard.matrices(), standard.chunk(), standard.attendTogether(), torch);
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

    /** Whether a worker of {@code up} holds the model; one that was started by itself has number 0. */
    public static Configuration heldBy(Configuration configuration, int number) {
        Configuration.PolicySettings policy = configuration.policy();
        boolean holds = policy.local().filter(local -> number <= local.workers()).isPresent();
        return holds || policy.local().isEmpty()
                ? configuration
                : configuration.with(new Configuration.PolicySettings(policy.name(), policy.remote(), Optional.empty()));
    }
}

package dev.maestro.app.doctor;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.doctor.DoctorCheck.Finding;
import dev.maestro.app.program.Problem;
import dev.maestro.app.stack.Endpoints;
import dev.maestro.app.stack.RunningStack;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.app.wiring.LocalModels;
import dev.maestro.policy.checkpoint.CheckpointSupportErrors;
import dev.maestro.policy.checkpoint.CheckpointTools;
import dev.maestro.policy.checkpoint.HeldPolicy;
import dev.maestro.policy.checkpoint.NativesReport;
import dev.maestro.policy.checkpoint.TorchUnavailableException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;

/** What policy {@code local} needs: PyTorch that loads, a folder that can be used, memory for it. */
final class LocalModelChecks {
    private final Configuration configuration;
    private final Map<String, String> environment;

    LocalModelChecks(Configuration configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = environment;
    }

    /** PyTorch is tried where it will be used or is unpacked already; else nothing is unpacked for a look. */
    Finding natives() {
        Optional<Configuration.LocalPolicy> settings = configuration.policy().local();
        Optional<CheckpointTools> found = CheckpointTools.find();
        if (found.isEmpty()) {
            String seen = "left out: maestro-inference, with PyTorch, is not on the class path";
            String remedy = "start Maestro with all of its jars, without MAESTRO_SLIM; only policy local and `maestro policy` need it";
            return settings.isPresent() ? Finding.missing("PyTorch", seen, remedy) : Finding.warn("PyTorch", seen, remedy);
        }
        CheckpointTools checkpoints = found.orElseThrow();
        boolean unpacked = Files.isDirectory(configuration.home().resolve("natives/pytorch"));
        if (settings.isPresent() || unpacked && checkpoints.bundlesNatives()) {
            return tried(checkpoints, settings);
        }
        if (checkpoints.bundlesNatives()) {
            return Finding.ok("PyTorch", "for processors, unpacked on first use (430 MB); `maestro doctor --model DIR` tries it");
        }
        return Finding.warn("PyTorch", "none bundled for " + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                "policy local needs it: set policy.local.libraries to the torch/lib folder of an installed PyTorch");
    }

    private Finding tried(CheckpointTools checkpoints, Optional<Configuration.LocalPolicy> settings) {
        try {
            NativesReport torch = checkpoints.tryNatives(LocalModels.natives(settings, configuration.home()));
            int devices = torch.cudaDevices();
            String cuda = devices == 0 ? "no CUDA device" : devices == 1 ? "1 CUDA device" : devices + " CUDA devices";
            String seen = "PyTorch " + torch.version() + " loads, " + torch.threads() + " threads, " + cuda;
            boolean wanted = settings.filter(local -> local.device().startsWith("cuda")).isPresent();
            return wanted && devices == 0
                    ? Finding.missing("PyTorch", seen + ", and policy.local.device asks for one",
                            "set policy.local.libraries and policy.local.flavor to a PyTorch with CUDA, or policy.local.device = cpu")
                    : Finding.ok("PyTorch", seen);
        } catch (TorchUnavailableException e) {
            return Finding.missing("PyTorch", String.valueOf(e.getMessage()),
                    "correct policy.local.libraries and policy.local.flavor, or leave both out for the bundled one");
        }
    }

    Finding model() {
        return configuration.policy().local().map(this::usable).orElseGet(this::none);
    }

    private Finding usable(Configuration.LocalPolicy local) {
        try {
            LocalModels.check(local, configuration.home());
        } catch (Problem e) {
            return Finding.missing("Model", String.valueOf(e.getMessage()),
                    e.code() == CheckpointSupportErrors.MODEL_SUPPORT_MISSING
                            ? "start Maestro with all of its jars, without MAESTRO_SLIM"
                            : "correct it; `maestro policy info --model " + local.model() + "` says more");
        }
        String needs = LocalModels.tools().inspect(local.model()).memory()
                .map(memory -> ", needs " + gigabytes(memory.needed()) + " of the " + gigabytes(memory.free()) + " that are free")
                .orElse("");
        return Finding.ok("Model", local.model() + needs + ", held by " + local.workers() + " of the workers of `up`");
    }

    private Finding none() {
        String seen = "none set (policy.local.model)";
        String remedy = "start a worker that holds one: maestro worker --model DIR; or set policy.local.model";
        Optional<Boolean> held = heldByTheRunning();
        if (held.isPresent()) {
            return held.get()
                    ? Finding.ok("Model", seen + "; a worker of the running stack holds one")
                    : decides()
                            ? Finding.missing("Model",
                                    seen + ", no worker of the running stack holds one, and policy.default is local: queries wait for it",
                                    remedy)
                            : Finding.ok("Model", seen + "; no worker of the running stack holds one, queries of policy local would wait");
        }
        return decides()
                ? Finding.missing("Model", seen + ", and policy.default is local: queries would wait for a worker that holds one", remedy)
                : Finding.ok("Model", seen + "; needed for policy local only");
    }

    private boolean decides() {
        return configuration.policy().name().equals(HeldPolicy.NAME);
    }

    /** Empty where no stack runs, or none answers. */
    private Optional<Boolean> heldByTheRunning() {
        return RunningStack.under(configuration.home()).flatMap(stack -> {
            try (ConnectedServices wiring = new ConnectedServices(Endpoints.of(stack, configuration, environment))) {
                return Optional.of(wiring.modelIsHeld());
            } catch (RuntimeException e) { // what does not answer is another check's finding
                return Optional.empty();
            }
        });
    }

    private static String gigabytes(long bytes) {
        return String.format(java.util.Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}

package dev.maestro.inference.torch;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.policy.checkpoint.NativesSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How PyTorch is brought into this process. The first start decides; natives cannot be exchanged later.
 *
 * @param cache     folder into which the natives are unpacked, about 430 MB, once
 * @param libraries folder of other natives ({@code torch/lib} of an installed PyTorch with CUDA) instead of the
 *                  bundled ones for processors
 * @param flavor    bridge between Java and {@code libraries}: {@code cu128} for PyTorch with CUDA of any 12.x, {@code cpu} for
 *                  PyTorch without and for the bundled ones
 * @param threads   threads of one operation; 0 for as many as there are cores
 */
public record TorchSettings(Path cache, Optional<Path> libraries, String flavor, int threads) {
    /** The version of PyTorch that the bridge was made for. */
    static final String VERSION = "2.7.1";

    public TorchSettings {
        if (threads < 0 || threads > 1024) {
            throw new MaestroException(TorchErrors.TORCH_THREADS_INVALID,
                    "" + threads + " threads. Valid: 1 to 1024, or 0 for as many as there are cores.");
        }
        if (!NativesSettings.FLAVORS.contains(flavor)) {
            throw new MaestroException(TorchErrors.TORCH_FLAVOR_UNKNOWN, "flavor \"" + flavor + "\". Valid: cu128 for PyTorch " + VERSION
                    + " with CUDA 12 (cu118 has no bridge), cpu for PyTorch without.");
        }
    }

    /** Bundled natives, unpacked under {@code MAESTRO_HOME} (default {@code ~/.maestro}). */
    public static TorchSettings standard() {
        String home = System.getenv("MAESTRO_HOME");
        Path base = home == null || home.isBlank() ? Path.of(System.getProperty("user.home"), ".maestro") : Path.of(home);
        return new TorchSettings(base.resolve("natives"), Optional.empty(), "cpu", 0);
    }

    /** @throws MaestroException for a flavor or a number of threads that there is not */
    public static TorchSettings of(NativesSettings natives) {
        return new TorchSettings(natives.cache(), natives.libraries(), natives.flavor(), natives.threads());
    }

    public TorchSettings unpackedUnder(Path folder) {
        return new TorchSettings(folder, libraries, flavor, threads);
    }

    public TorchSettings with(int threads) {
        return new TorchSettings(cache, libraries, flavor, threads);
    }

    public TorchSettings with(Path libraries, String flavor) {
        return new TorchSettings(cache, Optional.of(libraries), flavor, threads);
    }
}

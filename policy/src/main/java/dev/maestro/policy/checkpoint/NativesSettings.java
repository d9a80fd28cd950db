package dev.maestro.policy.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which natives of PyTorch are brought into this process.
 *
 * @param cache     folder into which the bundled ones are unpacked, about 430 MB, once
 * @param libraries folder of others ({@code torch/lib} of an installed PyTorch) instead of the bundled ones
 * @param flavor    bridge between Java and {@code libraries}, one of {@link #FLAVORS}
 * @param threads   threads of one operation; 0 for as many as there are cores
 */
public record NativesSettings(Path cache, Optional<Path> libraries, String flavor, int threads) {
    /** The bridges there are: {@code cpu} for PyTorch without CUDA and the bundled one, {@code cu128} for PyTorch with CUDA of any 12.x. */
    public static final List<String> FLAVORS = List.of("cpu", "cu128");

    /** The bundled natives, for processors, with a thread per core. */
    public static NativesSettings bundled(Path cache) {
        return new NativesSettings(cache, Optional.empty(), "cpu", 0);
    }
}

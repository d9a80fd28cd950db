package dev.maestro.training.torch;

import dev.maestro.inference.checkpoint.ModelConfig;
import dev.maestro.inference.checkpoint.TextConfig;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Architectures of tests. */
public final class SmallModels {
    private SmallModels() {}

    public static ModelConfig text(int vocabulary, int width, int layers, int heads, int keyValueHeads) {
        return new ModelConfig("qwen3",
                new TextConfig(vocabulary, width, 2 * width, layers, heads, keyValueHeads, width / heads, 1e-6, 10_000,
                        List.of(), 256, false),
                Optional.empty(), true, Optional.empty(), OptionalInt.empty(), OptionalInt.empty(),
                OptionalInt.empty(), OptionalInt.empty(), Set.of(1));
    }
}

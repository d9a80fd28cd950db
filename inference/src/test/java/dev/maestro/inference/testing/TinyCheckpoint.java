package dev.maestro.inference.testing;

import dev.maestro.inference.example.ExampleCheckpoint;
import java.nio.file.Path;

/** The example checkpoint, for tests: see {@link ExampleCheckpoint}. */
public final class TinyCheckpoint {
    private TinyCheckpoint() {}

    public static Path write(Path folder, long seed) {
        return ExampleCheckpoint.write(folder, seed);
    }
}

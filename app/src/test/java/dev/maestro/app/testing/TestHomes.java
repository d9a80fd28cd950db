package dev.maestro.app.testing;

import dev.maestro.app.program.Progress;
import dev.maestro.app.temporal.TemporalBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Homes of tests, which need nothing that this machine has already: the Temporal program and the native libraries of its user's home serve. */
public final class TestHomes {
    private static final Path USERS = Path.of(System.getProperty("user.home"), ".maestro");

    private TestHomes() {}

    /** Found, or fetched once for all tests. */
    public static TemporalBinary.Found temporal() {
        return new TemporalBinary(Optional.empty(), USERS.resolve("cache"), Progress.SILENT).obtain();
    }

    /** The environment of the program under this home. */
    public static Map<String, String> environment(Path home) {
        return Map.of("MAESTRO_HOME", home.toString(), "MAESTRO_TEMPORAL_BINARY", temporal().program().toString());
    }

    /** Lets the home have a database as after a first start, which takes ten seconds the first time. For tests that come after it. */
    public static void withDatabase(Path home) {
        PreparedDatabase.into(home);
    }

    /** Lets the home have the native libraries of models, not unpacked anew. */
    public static void withNatives(Path home) {
        try {
            Files.createSymbolicLink(home.resolve("natives"), Files.createDirectories(USERS.resolve("natives")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

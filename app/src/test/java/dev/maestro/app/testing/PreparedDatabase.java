package dev.maestro.app.testing;

import dev.maestro.app.config.Configuration;
import dev.maestro.app.config.ConfigurationReader;
import dev.maestro.app.program.Progress;
import dev.maestro.app.stack.Stack;
import dev.maestro.app.stack.StackNeed;
import dev.maestro.app.wiring.ConnectedServices;
import dev.maestro.core.registry.RevisionCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The database of a home as the program leaves it after its first start: programs unpacked, cluster made, migrations applied.
 * Made once per JVM, for it takes ten seconds, and copied.
 */
final class PreparedDatabase {
    private static final Path MADE = make();

    private PreparedDatabase() {}

    private static Path make() {
        try {
            Path home = Files.createTempDirectory("maestro-prepared-home");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
            Configuration configuration = ConfigurationReader.read(Map.of("MAESTRO_HOME", home.toString()), home);
            try (Stack stack = Stack.start(configuration, Map.of(), "test", StackNeed.DATABASE, Duration.ZERO, Progress.SILENT);
                    ConnectedServices services = new ConnectedServices(stack.endpoints())) {
                List<RevisionCheck.Problem> problems = services.migrate(configuration.migrations()).problems();
                if (!problems.isEmpty()) {
                    throw new AssertionError("the registry that comes with the program does not serve: " + problems);
                }
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param home of a test that has no database yet */
    static void into(Path home) {
        try (Stream<Path> made = Files.list(MADE)) {
            for (Path programs : made.filter(file -> file.getFileName().toString().matches("postgresql-[0-9a-f]+")).toList()) {
                Files.createSymbolicLink(home.resolve(programs.getFileName()), programs);
            }
            // Owner and permissions, too: PostgreSQL insists on them.
            Process copy = new ProcessBuilder("cp", "-a", MADE.resolve("postgres").toString(), home.resolve("postgres").toString())
                    .inheritIO().start();
            if (copy.waitFor() != 0) {
                throw new IllegalStateException("cp failed with " + copy.exitValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path home) {
        try (Stream<Path> files = Files.walk(home)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException _) {
            // a temporary folder that stays is no failure
        }
    }
}

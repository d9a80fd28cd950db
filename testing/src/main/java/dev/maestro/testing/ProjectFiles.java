package dev.maestro.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of the project, and of what lies beside it, found from wherever a test runs. */
public final class ProjectFiles {
    private ProjectFiles() {}

    /**
     * The project's folder: the nearest one, from the working folder up, that holds the launcher {@code maestro}.
     *
     * @throws IllegalStateException when there is none
     */
    public static Path root() {
        return above().filter(folder -> Files.isRegularFile(folder.resolve("maestro"))).findFirst()
                .orElseThrow(() -> new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds the launcher"));
    }

    /**
     * Reference data that is no part of the project; a test that needs it is skipped where it is not there.
     *
     * @param name of a file or folder below the folder {@code shared}, which lies in or beside the project
     */
    public static Optional<Path> shared(String name) {
        return above().map(folder -> folder.resolve("shared").resolve(name)).filter(Files::exists).findFirst();
    }

    private static Stream<Path> above() {
        return Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent);
    }
}

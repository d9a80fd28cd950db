package dev.maestro.app.slim;

import dev.maestro.testing.ProjectFiles;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program's class path as it is in this test, with jars, and the folders that the build makes them of, left out. */
final class ClassPaths {
    private static final Pattern LOCAL = Pattern.compile("<maestro\\.local\\.artifacts>([^<]+)</maestro\\.local\\.artifacts>");

    private ClassPaths() {}

    /** What {@code MAESTRO_SLIM} leaves out, as the build says. */
    static List<String> leftOut() {
        try {
            Path pom = ProjectFiles.root().resolve("app/pom.xml");
            Matcher list = LOCAL.matcher(Files.readString(pom));
            if (!list.find()) {
                throw new AssertionError(pom + " does not say what is left out");
            }
            return List.of(list.group(1).split(","));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String without(List<String> artifacts) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                // logging, for one, is another with what tests bring along
                .filter(entry -> !entry.matches(".*(/test-classes/?|-tests\\.jar)"))
                .filter(entry -> artifacts.stream().noneMatch(artifact -> isOf(entry, artifact)))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOf(String entry, String artifact) {
        boolean jar = Path.of(entry).getFileName().toString().matches(Pattern.quote(artifact) + "-\\d.*\\.jar");
        return jar || artifact.startsWith("maestro-") && entry.contains("/" + artifact.substring("maestro-".length()) + "/target/");
    }
}

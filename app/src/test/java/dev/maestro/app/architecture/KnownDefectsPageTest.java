package dev.maestro.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of known defects is true: every test it names exists, and no defect is missing. */
class KnownDefectsPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| ([PRSAW]\\d+) \\|.*\\| ([^|]*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`(\\w+)#(\\w+)`");
    /** How many defects are known of each kind. */
    private static final Map<String, Integer> KNOWN = Map.of("P", 22, "R", 9, "S", 29, "A", 8, "W", 13);

    private static Map<String, String> testsByRow() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(ProjectFiles.root().resolve("docs/known-defects.md")));
        while (row.find()) {
            rows.put(row.group(1), row.group(2));
        }
        return rows;
    }

    @Test
    void no_known_defect_is_left_out() throws IOException {
        List<String> expected = new ArrayList<>();
        KNOWN.forEach((kind, count) -> IntStream.rangeClosed(1, count).forEach(n -> expected.add(kind + n)));
        assertThat(testsByRow().keySet()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void every_test_that_the_table_names_exists() throws IOException {
        Map<String, List<Path>> sources = sources();
        testsByRow().forEach((defect, cell) -> {
            Matcher named = NAMED.matcher(cell);
            int count = 0;
            while (named.find()) {
                count++;
                String method = named.group(2);
                assertThat(sources.getOrDefault(named.group(1), List.of())).as(defect + ": class " + named.group(1)).isNotEmpty()
                        .anySatisfy(file -> assertThat(Files.readString(file)).as(defect + ": " + named.group(1))
                                .containsPattern("\\s" + method + "\\("));
            }
            assertThat(count).as("tests of " + defect).isPositive();
        });
    }

    private static Map<String, List<Path>> sources() throws IOException {
        Map<String, List<Path>> sources = new TreeMap<>();
        try (Stream<Path> modules = Files.list(ProjectFiles.root())) {
            modules.map(module -> module.resolve("src/test/java")).filter(Files::isDirectory).forEach(folder -> {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(f -> f.toString().endsWith(".java"))
                            .forEach(f -> sources.computeIfAbsent(f.getFileName().toString().replace(".java", ""), _ -> new ArrayList<>())
                                    .add(f));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return sources;
    }
}

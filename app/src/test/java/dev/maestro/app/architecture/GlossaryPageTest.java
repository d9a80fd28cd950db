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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/glossary.md} and the code say the same words, and each word means one thing. */
class GlossaryPageTest {
    private static final Pattern ROW = Pattern.compile("^\\| \\*\\*([^*|]+)\\*\\* \\|[^|]*\\| ([^|]*) \\|$", Pattern.MULTILINE);
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\.([A-Z]\\w*))?`");
    private static final Path ROOT = ProjectFiles.root();

    /** Modules whose pictures become images later. */
    private static final List<String> LATER = List.of("inference");

    /** Sources of all modules, main and test, by the name of their class; usually one each. */
    private static final Map<String, List<Path>> SOURCES = new TreeMap<>();

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(ROOT.resolve("docs/glossary.md"));
        for (String module : ModuleGraph.read(ROOT).modules()) {
            for (String kind : List.of("src/main/java", "src/test/java")) {
                Path folder = ROOT.resolve(module).resolve(kind);
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        files.filter(file -> file.toString().endsWith(".java")).filter(file -> !file.endsWith("package-info.java"))
                                .forEach(file -> SOURCES.computeIfAbsent(
                                        file.getFileName().toString().replace(".java", ""), _ -> new ArrayList<>()).add(file));
                    }
                }
            }
        }
        assertThat(SOURCES).as("the sources are found").hasSizeGreaterThan(800);
    }

    @Test
    void every_word_is_explained_once() {
        assertThat(ROW.matcher(page).results().map(row -> row.group(1))).hasSizeGreaterThan(40).doesNotHaveDuplicates();
    }

    @Test
    void every_name_of_the_page_is_a_name_of_the_code() {
        assertThat(ROW.matcher(page).results()).allSatisfy(row -> {
            List<MatchResult> names = NAME.matcher(row.group(2)).results().toList();
            assertThat(names).as("names in the code of \"" + row.group(1) + "\"").isNotEmpty().allSatisfy(GlossaryPageTest::exists);
        });
    }

    @Test
    void no_two_sources_share_a_name() {
        assertThat(SOURCES.values()).as("one name for one thing, tests included").noneMatch(files -> files.size() > 1);
    }

    @Test
    void no_class_is_called_a_picture() {
        assertThat(SOURCES.values().stream().flatMap(List::stream).map(ROOT::relativize)).as("an image is bytes, a drawing is generated")
                .filteredOn(file -> !LATER.contains(file.getName(0).toString()))
                .noneMatch(file -> file.getFileName().toString().contains("Picture"));
    }

    private static void exists(MatchResult name) {
        assertThat(SOURCES).as(name.group()).containsKey(name.group(1));
        if (name.group(2) != null) {
            assertThat(SOURCES.get(name.group(1))).as(name.group()).anySatisfy(file -> assertThat(text(file))
                    .containsPattern("\\b(class|record|enum|interface) " + name.group(2) + "\\b"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

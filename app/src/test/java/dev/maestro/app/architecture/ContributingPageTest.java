package dev.maestro.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md tells newcomers is so: classes, files, modules and tags that it names exist, and none is left out. */
class ContributingPageTest {
    private static final Pattern PATH = Pattern.compile("`((?:[\\w.-]+/)+[\\w.-]*)`");
    private static final Pattern MIGRATIONS = Pattern.compile("`(registry-db/[\\w/-]+)/V<number>__<what_it_does>\\.sql`");
    private static final Pattern ROW_WITH_TAG = Pattern.compile("^\\|.*\\| `([a-z-]+)` \\|$", Pattern.MULTILINE);
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([a-z-]+)\"\\)");

    private static SourceTree tree;
    private static Path path;
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        tree = SourceTree.read();
        path = tree.root().resolve("CONTRIBUTING.md");
        page = Files.readString(path);
    }

    @Test
    void every_class_it_names_exists() throws IOException {
        assertThat(ModulePagesTest.unknownClasses(tree, path)).isEmpty();
    }

    @Test
    void every_file_and_folder_it_names_exists() {
        List<String> named = PATH.matcher(page).results().map(found -> found.group(1)).toList();
        assertThat(named).hasSizeGreaterThan(3).allSatisfy(each -> assertThat(tree.root().resolve(each)).as(each).exists());
    }

    @Test
    void migrations_lie_where_it_says() {
        Matcher folder = MIGRATIONS.matcher(page);
        assertThat(folder.find()).isTrue();
        assertThat(tree.root().resolve(folder.group(1))).isDirectoryContaining("glob:**/V0001__*.sql");
    }

    @Test
    void its_table_of_tests_has_every_tag_and_no_other() throws IOException {
        Set<String> listed = new TreeSet<>(ROW_WITH_TAG.matcher(page).results().map(found -> found.group(1)).toList());
        Set<String> used = new TreeSet<>();
        for (String module : tree.modules()) {
            Path tests = tree.root().resolve(module).resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
                        TAG.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
                    }
                }
            }
        }
        assertThat(listed).isNotEmpty().isEqualTo(used);
    }

    @Test
    void the_front_page_leads_to_it_and_to_the_licence() throws IOException {
        assertThat(tree.root().resolve("README.md")).content().contains("](CONTRIBUTING.md)", "](LICENSE)", "](NOTICE)");
        assertThat(Files.readString(tree.root().resolve("LICENSE"))).contains("Apache License", "Version 2.0, January 2004",
                "END OF TERMS AND CONDITIONS");
    }
}

package dev.maestro.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every module has a page, and what pages name is there: classes by their names, files by their links. */
class ModulePagesTest {
    /** What stands in backticks and looks like a class: a path of packages, a name, then a member, a call or nothing. */
    private static final Pattern CLASS = Pattern.compile("`(?:[a-z]\\w*\\.)*([A-Z][a-z]\\w*)(?:[.#(:][^`]*)?`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern EXAMPLE = Pattern.compile("```.*?```", Pattern.DOTALL);

    /** Names that pages use and that are not ours: of the JDK, of Temporal, of what Temporal shows. */
    private static final Set<String> OTHERS = Set.of("IllegalArgumentException", "IllegalStateException", "ApplicationFailure", "Workflow",
            "MaestroStatus", "MaestroExpert", "MaestroSkill", "MaestroRevision", "MaestroProfile");
    /** Kinds of activities, named as Temporal names them: after their methods. */
    private static final Set<String> ACTIVITIES = Set.of("Pin", "Decide", "Rules", "Step", "Observe", "Finish", "Note", "NextSamples",
            "RecordSample", "NoteEvaluation", "AwaitQuery");

    private static SourceTree tree;

    @BeforeAll
    static void read() throws IOException {
        tree = SourceTree.read();
        assertThat(tree.types()).as("the sources are found").hasSizeGreaterThan(800);
    }

    /** {@code page: name} of each name in backticks that looks like a class and is none of ours. */
    static List<String> unknownClasses(SourceTree tree, Path page) throws IOException {
        List<String> unknown = new ArrayList<>();
        Matcher named = CLASS.matcher(EXAMPLE.matcher(Files.readString(page)).replaceAll(""));
        while (named.find()) {
            String name = named.group(1);
            if (!name.contains("_") && !tree.types().contains(name) && !OTHERS.contains(name) && !ACTIVITIES.contains(name)) {
                unknown.add(tree.name(page) + ": " + name);
            }
        }
        return unknown;
    }

    @Test
    void every_module_of_the_build_has_a_page() {
        assertThat(tree.modules()).isNotEmpty().allSatisfy(module -> assertThat(tree.page(module)).as(module).isNotEmptyFile()
                .content().as("its heading").startsWith("# " + module));
    }

    @Test
    void every_class_that_a_modules_page_names_exists() throws IOException {
        List<String> unknown = new ArrayList<>();
        for (String module : tree.modules()) {
            unknown.addAll(unknownClasses(tree, tree.page(module)));
        }
        assertThat(unknown).as("names in backticks of pages").isEmpty();
    }

    @Test
    void every_link_between_pages_leads_somewhere() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : tree.pages()) {
            Matcher link = LINK.matcher(EXAMPLE.matcher(Files.readString(page)).replaceAll(""));
            while (link.find()) {
                if (!link.group(1).contains("://") && !Files.exists(page.resolveSibling(link.group(1)))) {
                    broken.add(tree.name(page) + ": " + link.group(1));
                }
            }
        }
        assertThat(broken).as("links of pages").isEmpty();
    }

    @Test
    void a_name_that_nothing_has_would_be_found() throws IOException {
        Path page = Files.createTempFile("page", ".md");
        try {
            Files.writeString(page,
                    "`Maestro`, `core.Json`, `Json.tree(text)`, `Chart_Problem_Solver`, `NothingOfOurs.run()` and ```\n`AlsoNothing`\n```");
            assertThat(unknownClasses(tree, page)).singleElement().asString().endsWith(": NothingOfOurs");
        } finally {
            Files.delete(page);
        }
    }
}

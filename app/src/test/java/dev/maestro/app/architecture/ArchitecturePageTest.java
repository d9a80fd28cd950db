package dev.maestro.app.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.app.architecture.ModuleGraph.Arrow;
import dev.maestro.testing.ProjectFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/architecture.svg} is drawn from the poms, and {@code docs/architecture.md} has a paragraph for every module. Run
 * with {@code -Dmaestro.write.docs=true} to have the picture drawn.
 */
class ArchitecturePageTest {
    private static final String WRITE = "maestro.write.docs";
    private static final Pattern PARAGRAPH = Pattern.compile("^\\*\\*\\[([a-z-]+)]\\(\\.\\./[a-z-]+\\)\\*\\*", Pattern.MULTILINE);
    private static final Path ROOT = ProjectFiles.root();

    private static ModuleGraph modules;

    @BeforeAll
    static void read() throws IOException {
        modules = ModuleGraph.read(ROOT);
        assertThat(modules.modules()).as("the poms are found").contains("core", "workflows", "app");
    }

    @Test
    void the_picture_shows_the_modules_as_the_poms_have_them() throws IOException {
        Path svg = ROOT.resolve("docs/architecture.svg");
        String drawn = HouseDiagram.svg(modules);
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(svg, drawn);
        }
        assertThat(svg).as("docs/architecture.svg; drawn anew by: mvn -pl app -am test -Dtest=ArchitecturePageTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -D" + WRITE + "=true").exists().hasContent(drawn);
    }

    @Test
    void the_page_has_one_paragraph_for_every_module_and_for_nothing_else() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        assertThat(PARAGRAPH.matcher(page).results().map(found -> found.group(1)))
                .as("paragraphs of docs/architecture.md that begin **[module](../module)**")
                .containsExactlyInAnyOrderElementsOf(modules.modules());
    }

    @Test
    void arrows_lead_down_only() {
        Map<String, Integer> heights = modules.heights();
        assertThat(modules.arrows()).isNotEmpty().allSatisfy(arrow -> assertThat(heights.get(arrow.from())).as(arrow.toString())
                .isGreaterThan(heights.get(arrow.to())));
    }

    @Test
    void an_arrow_that_others_imply_is_left_out_and_one_of_running_implies_none_of_compiling() {
        ModuleGraph graph = new ModuleGraph(List.of("core", "images", "readers", "app"), List.of(
                new Arrow("images", "core", false),
                new Arrow("readers", "core", false),
                new Arrow("readers", "images", false),
                new Arrow("app", "readers", true),
                new Arrow("app", "images", false)));

        assertThat(graph.needed()).containsExactlyInAnyOrder(
                new Arrow("images", "core", false),
                new Arrow("readers", "images", false),
                new Arrow("app", "readers", true),
                new Arrow("app", "images", false));
        assertThat(graph.heights()).isEqualTo(Map.of("core", 0, "images", 1, "readers", 2, "app", 3));
    }
}

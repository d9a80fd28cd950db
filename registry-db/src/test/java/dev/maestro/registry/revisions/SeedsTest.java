package dev.maestro.registry.revisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.registry.testing.SeededRegistry;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a fresh installation knows. */
@Tag("database")
class SeedsTest {
    private static RegistrySnapshot registry;

    @BeforeAll
    static void load() {
        registry = SeededRegistry.snapshot();
    }

    @Test
    void the_seeds_pass_the_structural_checks() {
        assertThat(RegistryChecks.structural().check(registry)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Chart-R1, 2364", "GLM-4.6V-Flash, 2376", "qwen3-VL-8B-Instruct, 2362", "Qwen3.5-9B, 2381", "Intern-S1-mini, 2368",
        "medgemma-1.5-4b-it, 2369", "Step3-VL-10B, 2382", "GLM-OCR, 2388", "PR1-Qwen2.5-VL-3B-Detection, 2389", "DeepEyes-7B, 2370"})
    void model_servers_have_their_documented_ports(String name, int port) {
        Expert expert = registry.expert(name).orElseThrow();
        assertThat(expert.endpoint()).contains("http://127.0.0.1:" + port + "/v1");
        assertThat(expert.model()).contains(name);
    }

    @Test
    void the_paid_captioning_service_is_off_until_an_operator_wants_it() {
        assertThat(registry.expert("gpt-5").orElseThrow().enabled()).isFalse();
        assertThat(registry.withCapability("caption")).isEmpty();
    }

    @Test
    void a_model_server_is_preferred_to_an_embedded_expert() {
        assertThat(registry.withCapability("ocr")).extracting(Expert::name).containsExactly("GLM-OCR", "Embedded-Text-Reader");
        assertThat(registry.expertsFor("Chart_Problem_Solver")).extracting(Expert::name).startsWith("Chart-R1")
                .endsWith("Embedded-Chart-Reader");
        assertThat(registry.expertsFor("Counting_Problem_Solver")).extracting(Expert::name).startsWith("qwen3-VL-8B-Instruct");
    }

    @Test
    void embedded_experts_do_only_what_stands_in_their_rows() {
        for (Expert expert : registry.experts()) {
            if (expert.kind() == Expert.Kind.EMBEDDED) {
                assertThat(expert.can("answer")).as(expert.name()).isFalse();
                assertThat(registry.allows(expert, "Geometric_Problem_Solver")).as(expert.name()).isFalse();
            }
        }
        assertThat(registry.allows(registry.expert("Embedded-Shape-Counter").orElseThrow(), "Intersection_and_Route_Counting_Skill"))
                .isTrue();
        assertThat(registry.allows(registry.expert("Embedded-Text-Reader").orElseThrow(), "OCRBench_Scene_Text_QA_Skill")).isTrue();
    }

    @Test
    void a_text_model_is_refused_for_what_needs_a_picture() {
        Expert text = registry.expert("Qwen3.5-9B").orElseThrow();
        for (Skill skill : registry.skills()) {
            if (skill.level() == 1 && skill.minImages() > 0) {
                assertThat(registry.allows(text, skill.name())).as(skill.name()).isFalse();
            }
        }
        assertThat(registry.allows(text, "Code_Problem_Solver")).isTrue();
    }

    @Test
    void every_router_has_its_documented_leaves_in_order_of_priority() {
        assertThat(routes("Embodied_Scene_QA_Skill")).containsExactly("trajectory", "pointing", "multi_view", "action", "spatial");
        assertThat(routes("ocr_problem_solver")).containsExactly(
                "formula_recognition", "key_information_extraction", "document_chart_qa", "scene_text_qa", "text_recognition");
        assertThat(routes("Diagram_Reasoning_Skill")).containsExactly(
                "highlighted_character_recognition", "grid_structure_parsing", "contact_overlap", "intersection_route_counting",
                "geometric_shape_counting");
    }

    private static List<String> routes(String router) {
        return registry.leaves(router).stream().map(leaf -> leaf.route().orElseThrow()).toList();
    }
}

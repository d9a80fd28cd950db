package dev.maestro.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NearestNamesTest {
    private static final List<String> COMMANDS = List.of("ask", "demo", "doctor", "evaluate", "evaluations", "queries", "registry",
            "worker");

    @Test
    void a_typing_error_finds_what_was_meant() {
        assertThat(NearestNames.near("evalaute", COMMANDS, 3)).startsWith("evaluate");
        assertThat(NearestNames.near("docter", COMMANDS, 3)).startsWith("doctor");
        assertThat(NearestNames.near("aks", COMMANDS, 3)).startsWith("ask");
        assertThat(NearestNames.near("refrence", List.of("default", "reference"), 3)).containsExactly("reference");
    }

    @Test
    void case_and_separators_make_no_difference() {
        assertThat(NearestNames.near("CHART problem-solver", List.of("Chart_Problem_Solver", "OCR_Problem_Solver"), 1))
                .containsExactly("Chart_Problem_Solver");
        assertThat(NearestNames.similarity("CHART problem-solver", "Chart_Problem_Solver")).isEqualTo(1);
    }

    @Test
    void a_name_that_contains_what_was_written_is_near() {
        assertThat(NearestNames.near("solver", List.of("Chart_Problem_Solver", "Zoom"), 3)).containsExactly("Chart_Problem_Solver");
    }

    @Test
    void what_nothing_is_like_gets_all_that_are_valid_while_they_are_few() {
        assertThat(NearestNames.sentence("xyzzy", List.of("rules", "local"))).isEqualTo(" Valid: \"local\", \"rules\".");
        assertThat(NearestNames.sentence("xyzzy", Collections.nCopies(21, "rules"))).isEmpty();
        assertThat(NearestNames.sentence("xyzzy", List.of())).isEmpty();
        assertThat(NearestNames.sentence("rule", List.of("rules", "local"))).isEqualTo(" Nearest: \"rules\".");
    }

    @Test
    void a_list_has_the_nearest_first_and_no_more_than_five() {
        assertThat(NearestNames.list("queires", COMMANDS)).startsWith("\"queries\", ").matches("(\"[a-z]+\", ){4}\"[a-z]+\"");
        assertThat(NearestNames.list("x", List.of())).isEqualTo("none");
    }

    @Test
    void a_name_is_as_near_as_the_nearest_of_its_spellings() {
        assertThat(NearestNames.ranked("glm", Map.of("GLM-4.6V-Flash", List.of("GLM-4.6V-Flash", "glm"), "Glmm", List.of("Glmm")), 5))
                .containsExactly("GLM-4.6V-Flash", "Glmm");
    }

    @Test
    void what_a_stranger_writes_may_be_long() {
        assertThat(NearestNames.near("x".repeat(2_000_000), COMMANDS, 3)).isEmpty();
    }
}

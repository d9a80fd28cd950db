package dev.maestro.routing.terms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Alias;
import dev.maestro.core.registry.NameRule;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NameResolverTest {
    private static final RegistrySnapshot SNAPSHOT = new RegistrySnapshot(1, new RegistrySnapshot.Content(
            List.of(),
            List.of(new Alias(Profile.REFERENCE, "chart-r1", Alias.Match.CONTAINS, 1, "Chart-R1"),
                    new Alias(Profile.REFERENCE, "glm", Alias.Match.CONTAINS, 2, "GLM")),
            List.of(new Skill("Chart_Problem_Solver", 1, Optional.empty(), Optional.empty(), 1, false, true, "", "", true, 1,
                    Optional.of("{}"), false, true)),
            List.of(new Alias(Profile.DEFAULT, "chart_solver", Alias.Match.EXACT, 100, "Chart_Problem_Solver"),
                    new Alias(Profile.REFERENCE, "chart_problem_solver", Alias.Match.EXACT, 100, "Chart_Problem_Solver")),
            List.of(new NameRule(Profile.REFERENCE, 2, List.of("ocr"), List.of(), List.of(), "ocr"),
                    new NameRule(Profile.REFERENCE, 1, List.of("ocr"), List.of("key", "information"), List.of("not"), "keys")),
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of()));

    @Test
    void the_default_profile_takes_any_separators_and_case_but_nothing_else() {
        NameResolver names = NameResolver.of(SNAPSHOT, Profile.DEFAULT);
        assertThat(names.skill("\u3000CHART problem-solver ")).contains("Chart_Problem_Solver");
        assertThat(names.skill("Chart Solver")).contains("Chart_Problem_Solver");
        assertThat(names.skill("my chart solver")).isEmpty();
        assertThat(names.skill("ocr")).isEmpty();
        assertThat(names.skill("")).isEmpty();
    }

    @Test
    void the_reference_profile_resolves_by_its_rows_only_in_their_order() {
        NameResolver names = NameResolver.of(SNAPSHOT, Profile.REFERENCE);
        assertThat(names.skill("Chart Problem Solver")).isEmpty();
        assertThat(names.skill("my ocr key")).contains("keys");
        assertThat(names.skill("my ocr not key")).contains("ocr");
        assertThat(names.expert("glm chart-r1")).contains("Chart-R1");
        assertThat(names.expert("chart_r1")).isEmpty();
    }
}

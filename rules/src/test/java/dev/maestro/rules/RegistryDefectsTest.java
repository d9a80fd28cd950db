package dev.maestro.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.routing.terms.NameResolver;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of the reference system saw go wrong with names. */
@Tag("database")
class RegistryDefectsTest {
    private final RegistrySnapshot snapshot = SeededRegistry.snapshot();
    private final RuleSet rules = new RuleSets().forSnapshot(snapshot);

    private Verdict judge(Profile profile, String skill) {
        return rules.judge(
                new Call(profile, "GLM-4.6V-Flash", skill, "How many red cubes are there?", "How many?", 1, List.of(), Set.of(), Set.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"decoder", "discount solver", "mediocrity", "transaction", "checkpoint", "ocr", "Perception_Problem_Solver_Eval"})
    void a_word_that_only_holds_a_skills_name_calls_nobody_and_is_told_the_nearest_names(String written) {
        assertThat(judge(Profile.DEFAULT, written)).isInstanceOfSatisfying(Verdict.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo("SKILL_UNKNOWN");
            assertThat(refused.validNames()).isNotEmpty();
        });
        assertThat(NameResolver.of(snapshot, Profile.REFERENCE).skill(written)).as("the reference takes it for a skill").isPresent();
    }

    @Test
    void every_skill_that_can_be_run_has_a_name_and_every_name_can_be_run() {
        NameResolver names = NameResolver.of(snapshot, Profile.DEFAULT);
        for (Skill skill : snapshot.skills()) {
            assertThat(names.skill(skill.name())).as(skill.name()).contains(skill.name());
            if (skill.enabled() && !skill.name().equals("Code_Problem_Solver")) {
                assertThat(judge(Profile.DEFAULT, skill.name())).as(skill.name()).isInstanceOf(Verdict.Dispatched.class);
            }
        }
        snapshot.content().skillAliases().stream().filter(a -> a.profile() == Profile.DEFAULT)
                .forEach(a -> assertThat(snapshot.skill(a.target()).filter(Skill::enabled)).as(a.alias()).isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Compositional_Visual_Reasoning_Skill", "clevr_problem_solver", "CLEVR_Master_Router_Skill", "ocr",
        "Perception_Problem_Solver_Eval"})
    void what_the_reference_names_and_never_built_still_fails_there(String written) {
        Optional<String> name = NameResolver.of(snapshot, Profile.REFERENCE).skill(written);
        assertThat(name).isPresent();
        assertThat(judge(Profile.REFERENCE, written)).isInstanceOfSatisfying(Verdict.Refused.class,
                refused -> assertThat(refused.code()).isEqualTo("SKILL_NOT_BUILT"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "zoom", "Circle_Contact_and_Overlap_Judge_Skill", "VLMsAreBlind_Grid_Structure_Parsing_Skill"})
    void what_the_reference_built_and_nobody_could_name_can_be_called_except_in_the_reference(String written) {
        assertThat(judge(Profile.DEFAULT, written)).isInstanceOf(Verdict.Dispatched.class);
        assertThat(judge(Profile.REFERENCE, written)).isInstanceOfSatisfying(Verdict.Refused.class,
                refused -> assertThat(refused.code()).isEqualTo("SKILL_UNKNOWN"));
    }
}

package dev.maestro.policy.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.registry.Expert;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.ImageFacts;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.protocol.PolicyPrompts;
import dev.maestro.registry.testing.SeededRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The baseline on the registry as it is seeded. */
@Tag("database")
class SeededChoiceTest {
    private static RegistrySnapshot snapshot;

    @BeforeAll
    static void load() {
        snapshot = SeededRegistry.snapshot();
    }

    private static PolicyOutcome.Decided next(String question, String image, int textLines, Set<String> unavailable) {
        Transcript transcript = new Transcript("q", Profile.DEFAULT, question, List.of(), List.of(new ImageFacts(image, 0.8, textLines)),
                List.of(), 5, 100, snapshot, unavailable);
        return (PolicyOutcome.Decided) new RulesPolicy().next(transcript, CallContext.NONE);
    }

    @Test
    void the_seeded_registry_can_tell_its_policy_everything() {
        assertThat(PolicyPrompts.check(snapshot)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "What was the value in 2019?|chart|6|Chart_Problem_Solver|Chart-R1",
        "Which month had the highest sales?|chart|8|Chart_Problem_Solver|Chart-R1",
        "How many bars are above 50?|chart|8|Chart_Problem_Solver|Chart-R1",
        "What is the total amount on the receipt?|document|15|ocr_problem_solver|qwen3-VL-8B-Instruct",
        "What does the sign say?|photo|2|ocr_problem_solver|qwen3-VL-8B-Instruct",
        "Write the formula in the image in LaTeX format.|document|1|ocr_problem_solver|qwen3-VL-8B-Instruct",
        "How many people are in the picture?|photo|0|Counting_Problem_Solver|qwen3-VL-8B-Instruct",
        "Are the two circles overlapping?|diagram|0|Diagram_Reasoning_Skill|GLM-4.6V-Flash",
        "How many times do the blue and red lines cross?|diagram|0|Diagram_Reasoning_Skill|GLM-4.6V-Flash",
        "How many rows and columns are in the table?|diagram|0|Diagram_Reasoning_Skill|GLM-4.6V-Flash",
        "Which letter is being circled?|diagram|1|Diagram_Reasoning_Skill|GLM-4.6V-Flash",
        "What colour is the car to the left of the tree?|photo|0|Perception_Problem_Solver|GLM-4.6V-Flash",
        "In triangle ABC, what is the measure of angle B?|diagram|4|Geometric_Problem_Solver|GLM-4.6V-Flash",
        "Which organ shows a lesion in this CT scan?|photo|0|Science_Problem_Solver|Intern-S1-mini",
        "How must the gripper rotate to grasp the handle?|photo|0|Embodied_Scene_QA_Skill|GLM-4.6V-Flash",
        "What is this?|photo|0|Perception_Problem_Solver|GLM-4.6V-Flash",
        "What is this?|unknown|0|Perception_Problem_Solver|GLM-4.6V-Flash"
    })
    void each_kind_of_question_goes_to_the_skill_made_for_it(String question, String image, int textLines, String skill, String expert) {
        PolicyOutcome.Decided decided = next(question, image, textLines, Set.of());
        assertThat(decided.action()).as(decided.why()).isEqualTo(new Action.Call(expert, skill, question));
    }

    @Test
    void with_every_model_server_down_an_embedded_expert_is_called() {
        Set<String> servers = snapshot.experts().stream().filter(e -> e.kind() == Expert.Kind.OPENAI).map(Expert::name)
                .collect(Collectors.toSet());
        assertThat(next("Which month had the highest sales?", "chart", 8, servers).action())
                .isEqualTo(new Action.Call("Embedded-Chart-Reader", "Chart_Problem_Solver", "Which month had the highest sales?"));
        assertThat(next("What is the total amount on the receipt?", "document", 15, servers).action())
                .isInstanceOfSatisfying(Action.Call.class, c -> assertThat(c.expert()).isEqualTo("Embedded-Text-Reader"));
        assertThat(next("Are the two circles overlapping?", "diagram", 0, servers).action()).isInstanceOfSatisfying(Action.Call.class,
                c -> assertThat(c.expert()).isEqualTo("Embedded-Shape-Counter"));
    }
}

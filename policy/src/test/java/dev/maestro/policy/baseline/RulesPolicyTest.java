package dev.maestro.policy.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.ImageFacts;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Decided;
import dev.maestro.policy.PolicyOutcome.Failure;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.policy.testing.PolicyRegistries;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesPolicyTest {
    private static final String CHART = "Chart_Problem_Solver";
    private static final String COUNT = "Counting_Problem_Solver";
    private static final ImageFacts CHART_IMAGE = new ImageFacts("chart", 0.9, 4);
    private final RulesPolicy policy = new RulesPolicy();

    private static Transcript.Turn turn(String expert, String skill, Observation observation) {
        return new Transcript.Turn("<search>x</search>", new Action.Call(expert, skill, "q"), observation);
    }

    private static Observation evidence(String text) {
        return new Observation.Evidence("Chart-R1", CHART, CHART, text);
    }

    private PolicyOutcome next(RegistrySnapshot snapshot, String question, ImageFacts facts, int turnsLeft, Set<String> unavailable,
            Transcript.Turn... turns) {
        return policy.next(
                new Transcript("q", Profile.DEFAULT, question, List.of(), List.of(facts), List.of(turns), turnsLeft, 100, snapshot,
                        unavailable),
                CallContext.NONE);
    }

    private PolicyOutcome next(String question, int turnsLeft, Transcript.Turn... turns) {
        return next(PolicyRegistries.small().snapshot(), question, ImageFacts.UNKNOWN, turnsLeft, Set.of(), turns);
    }

    private static Action action(PolicyOutcome outcome) {
        assertThat(outcome).isInstanceOf(Decided.class);
        return ((Decided) outcome).action();
    }

    @Test
    void it_calls_the_skill_whose_terms_fit_with_the_expert_listed_first_and_says_why() {
        Decided decided = (Decided) next("What is the highest value in the chart?", 4);
        assertThat(decided.action()).isEqualTo(new Action.Call("Chart-R1", CHART, "What is the highest value in the chart?"));
        assertThat(decided.why()).contains(CHART + " scored").contains("chart (+").contains("Chart-R1 is number 1 of 2");
        assertThat(decided.candidates()).extracting(c -> c.expert() + "@@" + c.skill())
                .containsExactly("Chart-R1@@" + CHART, "Counter-8B@@" + CHART, "Counter-8B@@" + COUNT, "Chart-R1@@" + COUNT);
        assertThat(decided.candidates()).extracting(PolicyOutcome.Candidate::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(action(next("How many ducks are there?", 4)))
                .isEqualTo(new Action.Call("Counter-8B", COUNT, "How many ducks are there?"));
    }

    @Test
    void a_skill_is_as_good_as_its_best_leaf() {
        RegistrySnapshot snapshot = PolicyRegistries.small().router("Router_Skill").leaf("Router_Skill", "Leaf_A")
                .leaf("Router_Skill", "Leaf_B")
                .term("Router_Skill", "Leaf_A", "receipt", 9).term("Router_Skill", "Leaf_B", "total", 1).snapshot();
        assertThat(action(next(snapshot, "What is the total on the receipt?", ImageFacts.UNKNOWN, 4, Set.of())))
                .isInstanceOfSatisfying(Action.Call.class, c -> assertThat(c.skill()).isEqualTo("Router_Skill"));
    }

    @Test
    void what_the_picture_looks_like_speaks_for_a_skill_by_rows() {
        RegistrySnapshot snapshot = PolicyRegistries.small().term(CHART, "picture:chart", 6).snapshot();
        String question = "What about March?";
        assertThat(action(next(snapshot, question, CHART_IMAGE, 4, Set.of()))).isEqualTo(new Action.Call("Chart-R1", CHART, question));
        assertThat(action(next(snapshot, question, new ImageFacts("chart", 0.2, 0), 4, Set.of())))
                .isEqualTo(new Action.Call("Counter-8B", COUNT, question));
    }

    @Test
    void an_operators_new_skill_and_expert_are_chosen_without_a_line_of_code() {
        RegistrySnapshot snapshot = PolicyRegistries.small().expert("Star-Finder", "Knows the sky.")
                .skill("Sky_Skill", "Use for stars.", "Which star?")
                .term("Sky_Skill", "constellation", 8).pair("Star-Finder", "Sky_Skill", 1).snapshot();
        assertThat(action(next(snapshot, "Which constellation is this?", ImageFacts.UNKNOWN, 4, Set.of())))
                .isEqualTo(new Action.Call("Star-Finder", "Sky_Skill", "Which constellation is this?"));
    }

    @Test
    void an_expert_that_cannot_be_reached_is_passed_over() {
        assertThat(action(next(PolicyRegistries.small().snapshot(), "Read the chart", ImageFacts.UNKNOWN, 4, Set.of("Chart-R1"))))
                .isEqualTo(new Action.Call("Counter-8B", CHART, "Read the chart"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "Long reasoning.\\n7;7",
        "**Final answer:** blue;blue",
        "So \\boxed{12} it is.;12",
        "Reasoning\\nAnswer: {B};B",
        "Yes.;Yes"
    })
    void evidence_is_answered_with_its_final_line(String text, String answer) {
        assertThat(action(next("chart?", 3, turn("Chart-R1", CHART, evidence(text.replace("\\n", "\n"))))))
                .isEqualTo(new Action.Answer(answer));
    }

    @ParameterizedTest
    @ValueSource(strings = {"It cannot be determined.", "Answer: unknown", "I could not tell.", "Unable to read the axis."})
    void evidence_that_could_not_tell_leads_to_the_next_best(String text) {
        assertThat(action(next("Read the chart", 3, turn("Chart-R1", CHART, evidence(text)))))
                .isEqualTo(new Action.Call("Counter-8B", CHART, "Read the chart"));
    }

    @Test
    void doubt_in_a_long_reply_with_a_clear_last_line_is_no_doubt() {
        assertThat(action(
                next("chart?", 3, turn("Chart-R1", CHART, evidence("The legend is unclear and I am not sure about it.\nAnswer: 7")))))
                .isEqualTo(new Action.Answer("7"));
    }

    @Test
    void when_nobody_else_is_left_the_doubt_itself_is_the_answer() {
        assertThat(action(next("chart?", 1, turn("Chart-R1", CHART, evidence("It cannot be determined.")))))
                .isEqualTo(new Action.Answer("It cannot be determined"));
    }

    @Test
    void a_failed_skill_gives_way_to_another_skill_first_because_its_experts_were_fallbacks_already() {
        Observation failed = new Observation.Failed("EXPERT_UNREACHABLE", "no connection");
        assertThat(action(next("Read the chart", 3, turn("Chart-R1", CHART, failed))))
                .isEqualTo(new Action.Call("Counter-8B", COUNT, "Read the chart"));
        assertThat(action(next("Read the chart", 2, turn("Chart-R1", CHART, failed), turn("Counter-8B", COUNT, failed))))
                .isEqualTo(new Action.Call("Counter-8B", CHART, "Read the chart"));
    }

    @ParameterizedTest
    @CsvSource({"EXPERT_DISABLED,Counter-8B,Chart_Problem_Solver", "SKILL_DISABLED,Counter-8B,Counting_Problem_Solver",
        "PAIR_NOT_ALLOWED,Counter-8B,Chart_Problem_Solver"})
    void a_refusal_rules_out_what_it_was_about(String code, String expert, String skill) {
        Observation refused = new Observation.Refused(code, "no", List.of());
        assertThat(action(next("Read the chart", 3, turn("Chart-R1", CHART, refused))))
                .isEqualTo(new Action.Call(expert, skill, "Read the chart"));
    }

    @Test
    void without_evidence_it_never_answers_and_says_what_was_tried() {
        Observation down = new Observation.Failed("EXPERT_UNREACHABLE", "no connection");
        assertThat(next("Read the chart", 1, turn("Chart-R1", CHART, down))).isInstanceOfSatisfying(Failure.class, u -> {
            assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_NO_EXPERT);
            assertThat(u.message()).contains("Chart-R1@@Chart_Problem_Solver failed (EXPERT_UNREACHABLE)").contains("no turn is left");
        });
        Observation blind = new Observation.Failed("EXPERT_NOT_ABLE", "not a chart");
        assertThat(next("Read the chart", 1, turn("Chart-R1", CHART, blind))).isInstanceOfSatisfying(Failure.class,
                u -> assertThat(u.error()).isEqualTo(PolicyErrors.POLICY_NOT_ABLE));
        assertThat(next(PolicyRegistries.empty().snapshot(), "Q?", ImageFacts.UNKNOWN, 4, Set.of()))
                .isInstanceOfSatisfying(Failure.class, u -> assertThat(u.message()).contains("tried: nobody"));
        assertThat(next(PolicyRegistries.small().snapshot(), "Q?", ImageFacts.UNKNOWN, 4, Set.of("Chart-R1", "Counter-8B")))
                .isInstanceOf(Failure.class);
    }

    @Test
    void it_ends_whatever_comes_back() {
        Transcript.Turn[] turns = {};
        int left = 12;
        PolicyOutcome outcome = next("Read the chart", left);
        while (outcome instanceof Decided decided && decided.action() instanceof Action.Call call && left > 0) {
            turns = java.util.Arrays.copyOf(turns, turns.length + 1);
            turns[turns.length - 1] = new Transcript.Turn(decided.text(), call, new Observation.Failed("EXPERT_TIMED_OUT", "late"));
            outcome = next("Read the chart", --left, turns);
        }
        assertThat(turns).hasSize(4);
        assertThat(outcome).isInstanceOf(Failure.class);
    }
}

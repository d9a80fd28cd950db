package dev.maestro.policy.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.policy.testing.PolicyRegistries;
import dev.maestro.registry.testing.Mutations;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten thousand texts that a policy should not have written, through both protocols at every turn of a query. */
class MutatedPolicyTextTest {
    private static final int TEXTS = 10_000;
    /** One text on a busy machine takes well under a millisecond; this is what nobody would call a hang. */
    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final Mutations TEXTS_OF_POLICIES = new Mutations(20_251, List.of(
            "<think>A bar chart is shown and a value is asked for; reading it exactly needs help.</think>\n<search>Chart-R1@@Chart_Problem_Solver: How tall is the third bar?</search>",
            "The user wants a count. Counting fits.\n</think>\n\n<search>qwen3-vl-8b-instruct@@Counting_Problem_Solver:How many ducks: left and right?</search><|im_end|>",
            "<think>The information settles it.</think><answer>42</answer>",
            "<answer>B</answer>",
            "The expert said so, hence </think> <answer>rows={4},columns={5}</answer>",
            "<search>Model-Name@@Skill-Name:Your-Text-Input</search>",
            "<search>GLM-4.6V-Flash@@ocr_problem_solver: read it</search>\n<information>invented</information>\n<answer>invented</answer>",
            "I think <search> would help </think><search>Intern-S1-mini@@Science_Problem_Solver: Which cell?</search> and <search>A@@B: c</search>",
            "Chart-R1: what is the highest bar?",
            "<search>a@@b@@c: d: e</search>",
            "\u6211\u8ba4\u4e3a\u7b54\u6848\u662f <answer>\u56db\u5341\u4e8c</answer>",
            ""));

    private static Transcript transcript(Profile profile, int turns, RegistrySnapshot snapshot) {
        Transcript.Turn turn = new Transcript.Turn("<search>A@@B: c</search>", new Action.Call("A", "B", "c"),
                new Observation.Evidence("A", "B", "B", "seven"));
        return new Transcript("q", profile, "How many?", List.of(), List.of(), java.util.Collections.nCopies(turns, turn), 5 - turns, 4_096,
                snapshot, Set.of());
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void ten_thousand_mutated_policy_texts_come_to_a_typed_action_at_every_turn(Profile profile) {
        Protocol protocol = Protocol.of(profile);
        RegistrySnapshot snapshot = PolicyRegistries.small().snapshot();
        List<Transcript> transcripts = List.of(transcript(profile, 0, snapshot), transcript(profile, 1, snapshot),
                transcript(profile, 2, snapshot), transcript(profile, 4, snapshot));
        for (int number = 0; number < TEXTS; number++) {
            String text = TEXTS_OF_POLICIES.text(number);
            Transcript transcript = transcripts.get(number % transcripts.size());
            long start = System.nanoTime();
            try {
                check(protocol.read(text, number % 7 == 0 ? "length" : "stop", transcript));
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                fail(profile + ", turn " + (transcript.turns().size() + 1) + ", " + TEXTS_OF_POLICIES.shown(number), e);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(TEXTS_OF_POLICIES.shown(number)).isLessThan(LONGEST);
        }
    }

    private static void check(Protocol.Reading reading) {
        switch (reading.action()) {
            case Action.Answer(String answer) -> assertThat(answer).isNotEmpty();
            case Action.Call(String expert, String skill, String input) -> {
                assertThat(expert).isNotNull();
                assertThat(skill).isNotNull();
                assertThat(input).isNotNull();
            }
            case Action.Invalid(String code, String reason) -> {
                assertThat(code).matches("[A-Z_]+");
                assertThat(reason).isNotBlank();
            }
        }
        assertThat(reading.kept()).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Profile.class)
    void whatever_a_policy_wrote_the_next_prompt_can_be_rendered_and_ends_with_the_user(Profile profile) {
        Protocol protocol = Protocol.of(profile);
        RegistrySnapshot snapshot = PolicyRegistries.small().snapshot();
        Transcript before = transcript(profile, 0, snapshot);
        for (int number = 0; number < TEXTS; number += 10) {
            Protocol.Reading reading = protocol.read(TEXTS_OF_POLICIES.text(number), "stop", before);
            Transcript next = new Transcript("q", profile, "How many?", List.of(), List.of(),
                    List.of(new Transcript.Turn(reading.kept(), reading.action(),
                            new Observation.Refused("CALL_MALFORMED", "no", List.of()))),
                    3, 4_096, snapshot, Set.of());
            List<ChatModel.Message> messages = protocol.messages(next);
            assertThat(messages.getLast().role()).as(TEXTS_OF_POLICIES.shown(number)).isEqualTo("user");
        }
    }
}

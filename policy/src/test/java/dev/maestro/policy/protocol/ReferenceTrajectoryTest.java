package dev.maestro.policy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.policy.Transcript.Observation;
import dev.maestro.policy.protocol.ReferenceTrajectory.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReferenceTrajectoryTest {
    @Test
    void calls_observations_and_the_answer_follow_each_other_as_the_reference_writes_them() {
        assertThat(ReferenceTrajectory.of(List.of(
                new Step("A chart.<search>Chart-R1@@Chart: how many?</search>",
                        Optional.of(new Observation.Evidence("Chart-R1", "Chart", "bar", "There are 7."))),
                new Step("<answer>7</answer>", Optional.empty()))))
                .isEqualTo(
                        "A chart.<search>Chart-R1@@Chart: how many?</search>user<information>There are 7.</information><answer>7</answer>");
    }

    @Test
    void refusals_and_failures_read_as_the_reference_says_them() {
        assertThat(ReferenceTrajectory.of(List.of(
                new Step("<search>x@@Chart: y</search>",
                        Optional.of(new Observation.Refused("EXPERT_UNKNOWN", "no such expert", List.of("Chart-R1")))),
                new Step("<search>a@@b: y</search>", Optional.of(new Observation.Failed("EXPERT_TIMED_OUT", "too slow"))))))
                .isEqualTo("<search>x@@Chart: y</search>user<information>Model Name Error</information>"
                        + "<search>a@@b: y</search>user<information>Skill execution error</information>");
    }

    @Test
    void a_discarded_turn_leaves_nothing() {
        assertThat(ReferenceTrajectory.of(List.of(
                new Step("", Optional.of(new Observation.Refused("DISCARDED", "no call", List.of()))),
                new Step("<answer>7</answer>", Optional.empty()))))
                .isEqualTo("<answer>7</answer>");
    }

    @Test
    void an_expert_that_prints_an_answer_tag_answers_nothing() {
        assertThat(ReferenceTrajectory.of(List.of(
                new Step("<search>a@@b: y</search>",
                        Optional.of(new Observation.Evidence("a", "b", "c", "<answer>9</answer></information>"))))))
                .doesNotContain("<answer>9").endsWith("</information>").containsOnlyOnce("</information>");
    }

    @Test
    void only_the_end_of_long_evidence_is_seen() {
        String trajectory = ReferenceTrajectory.of(List.of(
                new Step("<search>a@@b: y</search>", Optional.of(new Observation.Evidence("a", "b", "c", "x".repeat(2_000) + "the end")))));
        assertThat(trajectory).contains("xthe end</information>")
                .hasSize("<search>a@@b: y</search>user<information></information>".length() + 1_000);
    }

    @Test
    void of_a_long_thought_before_the_first_call_the_last_two_hundred_tokens_stay() {
        String call = "<search>a@@b: y</search>";
        String trajectory = ReferenceTrajectory.of(List.of(
                new Step("first" + " thought".repeat(400) + call, Optional.empty()),
                new Step("second" + " thought".repeat(400) + call, Optional.empty())));
        assertThat(trajectory).isEqualTo(" thought".repeat(200) + call + "second" + " thought".repeat(400) + call);
    }

    @Test
    void a_thought_that_was_cut_when_it_was_decided_is_not_cut_a_second_time() {
        String kept = new ReferenceLoop(new ReferenceNames())
                .step(0, 4, "a" + " word, 12".repeat(300) + "<search>Chart-R1@@Chart: y</search>", "stop").kept();
        assertThat(RoughTokens.count(kept.substring(0, kept.indexOf("<search>")))).isEqualTo(200);
        assertThat(ReferenceTrajectory.of(List.of(new Step(kept, Optional.empty())))).isEqualTo(kept);
    }

    @Test
    void a_long_message_keeps_its_end_and_gets_its_opening_again() {
        String reason = "no".concat(" reason".repeat(2_000)).concat(" at all");
        String trajectory = ReferenceTrajectory.of(List.of(
                new Step("<search>a@@b: y</search>", Optional.of(new Observation.Refused("CALL_MALFORMED", reason, List.of())))));
        assertThat(trajectory).startsWith("<search>a@@b: y</search>user<information> reason reason")
                .endsWith(" reason at all</information>");
        // 1,024 less the end of the turn, and of these the four of the closing tag and the two of its last words
        assertThat(trajectory.split(" reason", -1)).hasSize(1_024 - 1 - 4 - 2 + 1);
    }

    @Test
    void a_long_trajectory_loses_its_end_and_with_it_the_answer() {
        List<Step> turns = new ArrayList<>();
        for (int turn = 0; turn < 5; turn++) {
            turns.add(new Step("<search>a@@b:" + " word".repeat(600) + "</search>",
                    Optional.of(new Observation.Evidence("a", "b", "c", " seen".repeat(200)))));
        }
        turns.add(new Step("<answer>7</answer>", Optional.empty()));
        assertThat(ReferenceTrajectory.of(turns.subList(4, 6))).endsWith("<answer>7</answer>");
        String trajectory = ReferenceTrajectory.of(turns);
        assertThat(trajectory).doesNotContain("<answer>").endsWith(" seen");
        // an end of turn for each of five texts, start and end for each of four observations, and the start of the fifth count and are not seen
        assertThat(RoughTokens.count(trajectory)).isEqualTo(4_096 - 5 - 2 * 4 - 1);
    }
}

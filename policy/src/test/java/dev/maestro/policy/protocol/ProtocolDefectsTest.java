package dev.maestro.policy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.policy.testing.PolicyRegistries;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What users of the reference system saw go wrong in its turn loop: how it is read here, and that the reference profile still reads it as there. */
class ProtocolDefectsTest {
    private static final Action CALL = new Action.Call("A", "B", "c");

    private static Protocol.Reading read(Profile profile, int turn, String text) {
        Transcript.Turn past = new Transcript.Turn("<search>A@@B: c</search>", CALL, new Observation.Evidence("A", "B", "B", "seven"));
        Transcript transcript = new Transcript("q", profile, "How many?", List.of(), List.of(), Collections.nCopies(turn, past), 5 - turn,
                4_096,
                PolicyRegistries.small().snapshot(), Set.of());
        return Protocol.of(profile).read(text, "stop", transcript);
    }

    private static Action ours(int turn, String text) {
        return read(Profile.DEFAULT, turn, text).action();
    }

    private static Action theirs(int turn, String text) {
        return read(Profile.REFERENCE, turn, text).action();
    }

    @Test
    void the_model_is_stopped_at_its_call_and_cannot_invent_what_came_back() {
        assertThat(Protocol.of(Profile.DEFAULT).stop()).containsExactly("</search>", "</answer>");
        assertThat(Protocol.of(Profile.REFERENCE).stop()).isEmpty();
        String invented = "<search>A@@B: c</search><information>9</information><answer>9</answer>";
        assertThat(ours(0, invented)).isEqualTo(CALL);
        assertThat(read(Profile.DEFAULT, 0, invented).kept()).isEqualTo("<search>A@@B: c</search>");
    }

    @Test
    void a_thought_that_mentions_a_tag_decides_nothing() {
        String text = "<think>An <answer>x</answer> would be too early.</think><search>A@@B: c</search>";
        assertThat(ours(0, text)).isEqualTo(CALL);
        assertThat(ours(2, text)).isEqualTo(CALL);
    }

    @Test
    void one_call_is_made_in_a_turn_and_the_others_are_said_to_be_left_out() {
        Protocol.Reading reading = read(Profile.DEFAULT, 0, "<search>A@@B: c</search> then <search>D@@E: f</search>");
        assertThat(reading.action()).isEqualTo(CALL);
        assertThat(reading.kept()).doesNotContain("D@@E");
        assertThat(reading.note()).contains("first of several");
        assertThat(theirs(0, "<search>A@@B: c</search> then <search>D@@E: f</search>")).isEqualTo(CALL);
        assertThat(theirs(2, "<search>A@@B: c</search> then <search>D@@E: f</search>")).isEqualTo(new Action.Call("D", "E", "f"));
    }

    @Test
    void a_call_quoted_in_the_first_thought_is_not_made() {
        String text = "<think>like <search>D@@E: f</search></think><search>A@@B: c</search>";
        assertThat(ours(0, text)).isEqualTo(CALL);
        assertThat(theirs(0, text)).isEqualTo(new Action.Call("D", "E", "f"));
    }

    @Test
    void an_answer_quoted_in_the_first_thought_does_not_end_the_query() {
        String text = "<think>Not yet <answer>7</answer>.</think><search>A@@B: c</search>";
        assertThat(ours(0, text)).isEqualTo(CALL);
        assertThat(theirs(0, text)).isEqualTo(new Action.Answer("7"));
    }

    @Test
    void a_second_closing_thought_does_not_end_the_world() {
        assertThat(ours(2, "x</think></think>")).isInstanceOf(Action.Invalid.class);
        assertThat(theirs(2, "x</think></think>")).isInstanceOf(Action.Invalid.class);
    }

    @Test
    void an_invalid_first_turn_is_kept_and_told_instead_of_vanishing() {
        Protocol.Reading reading = read(Profile.DEFAULT, 0, "I think it is seven.");
        assertThat(reading.action()).isInstanceOfSatisfying(Action.Invalid.class,
                invalid -> assertThat(invalid.code()).isEqualTo("NO_ACTION"));
        assertThat(reading.kept()).isNotBlank();
        assertThat(read(Profile.REFERENCE, 0, "I think it is seven.").kept()).isEmpty();
    }

    @Test
    void at_every_turn_the_first_action_counts_and_not_one_or_the_other_by_its_number() {
        String answered = "<answer>7</answer><search>A@@B: c</search>";
        for (int turn = 0; turn < 4; turn++) {
            assertThat(ours(turn, answered)).isEqualTo(new Action.Answer("7"));
        }
        assertThat(theirs(1, answered)).isEqualTo(CALL);
        assertThat(theirs(2, answered)).isEqualTo(new Action.Answer("7"));
    }

    @Test
    void an_unclosed_call_is_read_alike_at_every_turn() {
        for (int turn = 0; turn < 4; turn++) {
            assertThat(ours(turn, "<search>A@@B: c")).isEqualTo(CALL);
        }
        assertThat(theirs(1, "<search>A@@B: c")).isInstanceOf(Action.Invalid.class);
        assertThat(theirs(2, "<search>A@@B: c")).isEqualTo(CALL);
    }

    @Test
    void a_call_without_an_input_is_refused_with_the_form_it_should_have() {
        assertThat(ours(0, "<search>A@@B: </search>")).isInstanceOfSatisfying(Action.Invalid.class,
                invalid -> assertThat(invalid.reason()).contains("EXPERT@@SKILL"));
        assertThat(theirs(0, "<search>A@@B: </search>")).isEqualTo(new Action.Call("A", "B", ""));
    }

    @Test
    void a_model_without_a_skill_is_no_call() {
        assertThat(ours(0, "<search>Chart-R1: how tall?</search>")).isInstanceOf(Action.Invalid.class);
        assertThat(theirs(0, "<search>Chart-R1: how tall?</search>")).isInstanceOfSatisfying(Action.Invalid.class,
                invalid -> assertThat(invalid.reason()).isEqualTo("Format Error: Invalid skill call format"));
    }
}

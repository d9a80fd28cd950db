package dev.maestro.policy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.registry.Profile;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.testing.PolicyRegistries;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionGrammarTest {
    private static final Transcript TRANSCRIPT = PolicyRegistries.transcript(PolicyRegistries.small().snapshot(), Profile.DEFAULT, "Q?", 4);
    private final Protocol protocol = Protocol.of(Profile.DEFAULT);

    private Action read(String text) {
        return protocol.read(text, "stop", TRANSCRIPT).action();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<search>Chart-R1@@Chart_Problem_Solver: How tall?</search>",
        "<search> Chart-R1 @@ Chart_Problem_Solver :\nHow tall?\n</search>",
        "<think>It is a chart.</think>\n<search>Chart-R1@@Chart_Problem_Solver: How tall?</search>",
        "a chart, so</think><search>Chart-R1@@Chart_Problem_Solver: How tall?</search>",
        "<think>maybe <search>A@@B: c</search> or <answer>7</answer>?</think><search>Chart-R1@@Chart_Problem_Solver: How tall?</search>",
        "<SEARCH>Chart-R1@@Chart_Problem_Solver: How tall?</SEARCH>",
        "<search>Chart-R1@@Chart_Problem_Solver: How tall?",
        "<search>Chart-R1@@Chart_Problem_Solver: How tall?</search><information>ten</information><answer>10</answer>",
        "<search>Chart-R1@@Chart_Problem_Solver: How tall?</search><search>A@@B: c</search>"
    })
    void a_call_is_the_first_action_outside_of_thoughts_and_ends_at_its_closing_tag(String text) {
        assertThat(read(text)).isEqualTo(new Action.Call("Chart-R1", "Chart_Problem_Solver", "How tall?"));
    }

    @Test
    void what_is_kept_is_the_action_alone_and_what_was_passed_over_is_said() {
        Protocol.Reading reading = protocol.read("<think>x</think>So: <search>A@@B: c</search> and <answer>7</answer>", "stop", TRANSCRIPT);
        assertThat(reading.kept()).isEqualTo("<search>A@@B: c</search>");
        assertThat(reading.note()).contains("first of several");
        assertThat(protocol.read(reading.kept(), "stop", TRANSCRIPT).action()).isEqualTo(reading.action());
    }

    @Test
    void an_input_may_hold_colons_and_at_signs() {
        assertThat(read("<search>A@@B: ratio 3:4 at a@@b: why?</search>")).isEqualTo(new Action.Call("A", "B", "ratio 3:4 at a@@b: why?"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<answer>7</answer>|7",
        "<answer> Paris\\n</answer> because|Paris",
        "x</think></think><answer>7</answer>|7",
        "<answer>7|7",
        "<answer>x < 5</answer>|x < 5"
    })
    void an_answer_is_bare_and_ends_the_turn(String text, String answer) {
        assertThat(read(text.replace("\\n", "\n"))).isEqualTo(new Action.Answer(answer));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "I think it is 7.|NO_ACTION",
        "''|NO_ACTION",
        "</think>|NO_ACTION",
        "<think>only a thought about <answer>7</answer>|NO_ACTION",
        "<answer></answer>|ANSWER_EMPTY",
        "<answer> </think> </answer>|NO_ACTION",
        "<answer> <image> </answer>|ANSWER_EMPTY",
        "<answer>7 <search>A@@B: c</search></answer>|ANSWER_MALFORMED",
        "<search>A@@B: c <answer>7</answer></search>|CALL_MALFORMED",
        "<search>Chart-R1: How tall?</search>|CALL_MALFORMED",
        "<search>ratio 3:4 A@@B</search>|CALL_MALFORMED",
        "<search>A@@B how tall</search>|CALL_MALFORMED",
        "<search>@@B: c</search>|CALL_MALFORMED",
        "<search>A@@: c</search>|CALL_MALFORMED",
        "<search>A@@B:  </search>|INPUT_EMPTY",
        "<information>7</information>|NO_ACTION"
    })
    void what_is_no_action_is_said_with_a_code_and_the_valid_form(String text, String code) {
        assertThat(read(text)).isInstanceOfSatisfying(Action.Invalid.class, invalid -> {
            assertThat(invalid.code()).isEqualTo(code);
            assertThat(invalid.reason()).contains("EXPERT@@SKILL: question in search tags").contains("answer tags");
        });
    }

    @Test
    void a_text_cut_off_by_the_token_limit_is_no_action() {
        assertThat(protocol.read("<search>A@@B: half of the que", "length", TRANSCRIPT).action())
                .isInstanceOfSatisfying(Action.Invalid.class, i -> assertThat(i.code()).isEqualTo("CUT_OFF"));
        assertThat(protocol.read("<think>long", "length", TRANSCRIPT).action()).isInstanceOfSatisfying(Action.Invalid.class,
                i -> assertThat(i.code()).isEqualTo("CUT_OFF"));
        assertThat(protocol.read("<answer>7</answer>", "length", TRANSCRIPT).action()).isEqualTo(new Action.Answer("7"));
    }

    @Test
    void ten_thousand_mutilated_texts_are_read_by_both_protocols_without_an_exception() {
        String[] seeds = {
            "<think>plan</think>\n<search>Chart-R1@@Chart_Problem_Solver: How tall is it?</search>",
            "</think></think><answer>42</answer><|im_end|>",
            "<search>A@@B@@C: d: e</search><information>x</information><answer>\u0000\uD800</answer>"
        };
        String pieces = "<>/@: searchanswerthink\n|_😀\u200b";
        Random random = new Random(11);
        Protocol reference = Protocol.of(Profile.REFERENCE);
        Assertions.assertTimeout(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 10_000; i++) {
                StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
                for (int edits = random.nextInt(10); edits >= 0; edits--) {
                    int at = random.nextInt(text.length() + 1);
                    switch (random.nextInt(3)) {
                        case 0 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                        case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(5)));
                        default -> text.insert(at, seeds[random.nextInt(seeds.length)], 0, 18);
                    }
                }
                String finish = random.nextBoolean() ? "stop" : "length";
                Protocol.Reading reading = protocol.read(text.toString(), finish, TRANSCRIPT);
                switch (reading.action()) {
                    case Action.Answer(String answer) -> assertThat(answer).isNotBlank().doesNotContain("<|im_end|>");
                    case Action.Call(String expert, String skill, String input) ->
                        assertThat(List.of(expert, skill, input)).noneMatch(String::isBlank);
                    case Action.Invalid(String code, String reason) -> assertThat(code + reason).isNotBlank();
                }
                assertThat(reading.kept()).isNotBlank();
                reference.read(text.toString(), finish, TRANSCRIPT);
            }
        });
    }

    @Test
    void texts_built_to_be_slow_are_not() {
        for (String unit : List.of("<search>", "<answer>", "<think>", "</think>", "<", "<search", "@@", ":", "< / ", "<search>A@@B:",
                " ")) {
            String text = unit.repeat(200_000 / unit.length());
            long start = System.nanoTime();
            protocol.read(text, "stop", TRANSCRIPT);
            Protocol.of(Profile.REFERENCE).read(text, "stop", TRANSCRIPT);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).as("many " + unit).isLessThan(Duration.ofSeconds(3));
        }
    }
}

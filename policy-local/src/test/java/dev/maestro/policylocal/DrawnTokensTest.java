package dev.maestro.policylocal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.policylocal.DrawnTokens.Drawn;
import dev.maestro.policylocal.DrawnTokens.Part;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrawnTokensTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                           | <think>      | THOUGHT
            <think>well</think>          | <search>     | GO_ON
            <think>well</think><         | s            | GO_ON
            <think>well</think><s        | earch>       | THOUGHT
            ''                           | <answer>     | GO_ON
            <search>                     | Expert       | EXPERT
            <search>Expert               | @@           | EXPERT
            <search>Expert@@             | Skill        | SKILL
            <search>Expert@@Skill        | :            | SKILL
            <search>Expert@@Skill:       | what         | INPUT
            <search>Expert@@Skill: what  | </search>    | INPUT
            <answer>                     | 42           | ANSWER
            """)
    void a_token_decides_what_stands_where_it_is_written(String before, String token, Part part) {
        assertThat(DrawnTokens.part(before, before + token)).isEqualTo(part);
    }

    @Test
    void written_and_read_again_it_is_the_same() {
        DrawnTokens drawn = new DrawnTokens(new int[]{1, 2, 3}, 0.7, List.of(new Drawn(5, new int[]{4, 5}, -0.25, Part.GO_ON),
                new Drawn(6, new int[0], -3.5, Part.THOUGHT), new Drawn(4, new int[]{4, 5}, -1.5, Part.EXPERT),
                new Drawn(9, new int[]{9}, 0, Part.INPUT)));
        DrawnTokens read = DrawnTokens.read(drawn.json());
        assertThat(read).usingRecursiveComparison().isEqualTo(drawn);
        assertThat(read.tokens().stream().map(Drawn::forced)).containsExactly(false, false, false, true);
        assertThat(drawn.json()).as("a set that two tokens share is written once").containsOnlyOnce("[4,5]");
    }
}

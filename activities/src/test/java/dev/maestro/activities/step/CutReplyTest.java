package dev.maestro.activities.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.text.FinalAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutReplyTest {
    @ParameterizedTest
    @ValueSource(strings = {"length", "LENGTH", "max_tokens", "content_filter"})
    void a_reply_that_was_cut_off_says_so_in_its_last_line_and_the_answer_in_it_stays_what_it_was(String reason) {
        String marked = CutReply.marked("I count.\nThe number of cars is 4", reason);
        assertThat(marked.lines().reduce((_, last) -> last).orElseThrow()).contains("cut off here").contains("incomplete");
        assertThat(FinalAnswer.of(marked)).isEqualTo("The number of cars is 4");
    }

    @Test
    void a_reply_that_ended_by_itself_and_a_program_stay_as_they_are() {
        assertThat(CutReply.marked("7", "stop")).isEqualTo("7");
        assertThat(CutReply.marked("7", "unknown")).isEqualTo("7");
        assertThat(CutReply.marked("```python\nprint(", "length")).isEqualTo("```python\nprint(");
    }
}

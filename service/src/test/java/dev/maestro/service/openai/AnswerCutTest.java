package dev.maestro.service.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AnswerCutTest {
    private static AnswerCut.Text cut(String answer, long most, String... stops) {
        return new AnswerCut(most == 0 ? OptionalLong.empty() : OptionalLong.of(most), List.of(stops)).apply(answer);
    }

    @Test
    void an_answer_that_fits_is_left_alone() {
        assertThat(cut("It is 17. ", 0)).isEqualTo(new AnswerCut.Text("It is 17. ", false));
        assertThat(cut("It is 17.", 4)).isEqualTo(new AnswerCut.Text("It is 17.", false));
        assertThat(cut("", 1)).isEqualTo(new AnswerCut.Text("", false));
    }

    @Test
    void tokens_are_counted_from_the_beginning() {
        assertThat(cut("It is 17.", 3)).isEqualTo(new AnswerCut.Text("It is 17", true));
        assertThat(cut("elephants", 2)).isEqualTo(new AnswerCut.Text("elephant", true));
    }

    @Test
    void the_first_of_the_stops_ends_it() {
        assertThat(cut("one two three", 0, "three", "two")).isEqualTo(new AnswerCut.Text("one ", false));
        assertThat(cut("one two three", 1, "two")).isEqualTo(new AnswerCut.Text("one ", false));
    }
}

package dev.maestro.service.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SaidBeforeTest {
    private static SaidBefore said(String... texts) {
        return new SaidBefore(List.of(texts).stream().map(text -> new SaidBefore.Line("user", text)).toList());
    }

    @Test
    void nothing_before_leaves_the_question_as_it_is() {
        assertThat(said().before("How many?", 20_000)).isEqualTo("How many?");
        assertThat(said(" ", "").before("How many?", 20_000)).isEqualTo("How many?");
    }

    @Test
    void of_too_much_the_newest_is_kept() {
        String question = said("old ".repeat(2_000), "middle ".repeat(500), "new").before("How many?", 20_000);
        assertThat(question).startsWith("<context>\n").endsWith("[user] new\n</context>\n\nHow many?").contains("[user] middle")
                .contains("[user] …");
        assertThat(question.length()).isBetween(3_990, 4_050);
    }

    @Test
    void a_long_question_leaves_less_room_and_the_longest_none() {
        assertThat(said("a".repeat(4_000)).before("b".repeat(19_000), 20_000)).hasSize(20_000);
        assertThat(said("a".repeat(4_000)).before("b".repeat(20_000), 20_000)).isEqualTo("b".repeat(20_000));
    }

    @Test
    void characters_are_not_cut_in_half() {
        String question = said("\uD83D\uDE00".repeat(5_000)).before("How many?", 20_000);
        assertThat(question.codePoints()).noneMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    @Test
    void nobody_ends_the_fence_from_within() {
        assertThat(said("a </context> b <CONTEXT > c").before("How many?", 20_000))
                .isEqualTo("<context>\n[user] a (/context) b (CONTEXT ) c\n</context>\n\nHow many?");
    }
}

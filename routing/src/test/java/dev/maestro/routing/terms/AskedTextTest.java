package dev.maestro.routing.terms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AskedTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "where is it? choices: a. left. b. right. please answer directly | where is it?",
        "where is it? options: (a) left (b) right | where is it?",
        "which way? a) left b) right | which way?",
        "how many? answer with a number in curly brackets. | how many?",
        "is it a red one? please answer with yes or no | is it a red one?",
        "answer with one word: what is it? | answer with one word: what is it?",
        "give me a hint | give me a hint",
        "which of a, b and c is it | which of a, b and c is it"})
    void what_is_asked_ends_where_the_answers_form_begins(String text, String question) {
        AskedText asked = AskedText.of(text);
        assertThat(asked.question()).isEqualTo(question);
        assertThat((asked.question() + " " + asked.form()).strip()).isEqualTo(text);
    }
}

package dev.maestro.readers.meaning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentenceEmbeddingsTest {
    @Test
    void near_meanings_are_nearer_than_far_ones() {
        SentenceEmbeddings meaning = SentenceEmbeddings.shared();
        assertThat(meaning.similarity("a car maker", "Toyota")).isGreaterThan(meaning.similarity("a car maker", "a glass of milk"));
        assertThat(meaning.similarity("How many coins are there?", "count the coins"))
                .isGreaterThan(meaning.similarity("How many coins are there?", "read the street sign"));
    }

    @Test
    void embeddings_have_length_one_and_are_the_same_from_any_thread() {
        float[] alone = SentenceEmbeddings.shared().embed("bar chart");
        assertThat(SentenceEmbeddings.dot(alone, alone)).isCloseTo(1, within(1e-5));
        List<float[]> many = IntStream.range(0, 16).parallel()
                .mapToObj(i -> SentenceEmbeddings.shared().embed(i % 2 == 0 ? "bar chart" : "bar chart " + i)).toList();
        assertThat(SentenceEmbeddings.dot(many.getFirst(), alone)).isCloseTo(1, within(1e-5));
    }

    @Test
    void words_are_split_as_the_model_was_trained() {
        assertThat(WordPiece.words("Café, Go-Jek!")).containsExactly("cafe", ",", "go", "-", "jek", "!");
    }
}

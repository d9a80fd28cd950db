package dev.maestro.routing.terms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.routing.Language;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final Set<String> WORDS = Set.of("which", "vegetable", "pathology", "foot", "bird", "house", "slide", "carry", "the",
            "stop", "hedge", "sign");

    private final Language language = new Language() {
        @Override
        public int rank(String word) {
            return WORDS.contains(word) ? 100 : UNKNOWN;
        }

        @Override
        public boolean understands() {
            return false;
        }

        @Override
        public float[] embed(String text) {
            throw new IllegalStateException("not asked");
        }
    };
    private final Spelling spelling = new Spelling(
            Map.of("trajectory", 3, "path", 3, "table", 3, "row", 3, "trace", 3, "circle", 9, "circled", 3, "edge", 3, "point", 3),
            language);

    @ParameterizedTest
    @CsvSource({
        "trajectroy, trajectory", "trajetory, trajectory", "trajektorry, trajectory", "tabel, table", "tbale, table", "rwo, row",
        "cirlce, circle",
        "circel, circle", "cicled, circled", "piont, point", "atble, table"})
    void a_slip_is_read_as_the_word_that_was_meant(String written, String meant) {
        assertThat(spelling.read("a " + written + ".")).returns("a " + meant + ".", Spelling.Reading::text)
                .satisfies(reading -> assertThat(reading.corrections()).containsExactly(new Spelling.Correction(written, meant)));
    }

    @ParameterizedTest
    @CsvSource({"vegetable", "pathology", "footpath", "birdhouse", "tracer", "retrace", "circles", "sliding", "carried", "hedge", "tables",
        "th", "paph1", "naïf", "xyzzy"})
    void a_word_stays_what_it_is(String word) {
        assertThat(spelling.read("the " + word)).isEqualTo(new Spelling.Reading("the " + word, java.util.List.of()));
    }

    @Test
    void where_every_word_is_known_nothing_is_read_otherwise() {
        assertThat(new Spelling(Map.of("table", 1), Language.NONE).read("a tabel").text()).isEqualTo("a tabel");
    }

    @Test
    void a_long_text_of_noise_is_left_alone() {
        String noise = "qzx".repeat(2_000) + " " + "ab ".repeat(2_000);
        assertThat(spelling.read(noise).text()).isEqualTo(noise);
    }
}

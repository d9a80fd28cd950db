package dev.maestro.readers.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpacingTest {
    @Test
    void a_gap_as_wide_as_a_space_becomes_one() {
        assertThat(spaced("KEEPXYZQ", 4, 0.5)).isEqualTo("KEEP XYZQ");
    }

    @Test
    void a_gap_a_little_wider_than_others_becomes_a_space_between_words() {
        assertThat(spaced("NOPARKING", 2, 0.2)).isEqualTo("NO PARKING");
        assertThat(spaced("OPENTODAY", 4, 0.2)).isEqualTo("OPEN TODAY");
    }

    @Test
    void evenly_set_letters_stay_together() {
        assertThat(spaced("SUBTOTAL", 0, 0)).isEqualTo("SUBTOTAL");
        assertThat(spaced("Riverton", 0, 0)).isEqualTo("Riverton");
    }

    @Test
    void a_known_word_is_not_cut_into_pieces_that_are_none() {
        assertThat(spaced("PLEASE", 2, 0.5)).isEqualTo("PLEASE");
    }

    @Test
    void numbers_are_not_cut_at_their_points() {
        assertThat(spaced("12.50", 3, 0.4)).isEqualTo("12.50");
    }

    @Test
    void half_a_space_parts_a_clock_time_and_nothing_else() {
        assertThat(spaced("OPEN8AM", 5, 0.2)).isEqualTo("OPEN8 AM");
        assertThat(spaced("OPEN8AM", 0, 0)).isEqualTo("OPEN8AM");
        assertThat(spaced("OPEN8TH", 5, 0.2)).isEqualTo("OPEN8TH");
    }

    @Test
    void a_zero_within_a_word_is_a_letter() {
        assertThat(corrected("RO0M")).isEqualTo("ROOM");
        assertThat(corrected("5140ak")).isEqualTo("514Oak");
        assertThat(corrected("RO0M214")).isEqualTo("ROOM214");
        assertThat(corrected("8AM")).isEqualTo("8AM");
        assertThat(corrected("B2B4")).isEqualTo("B2B4");
    }

    private static String corrected(String text) {
        return String.join("", Misreadings.corrected(characters(text)));
    }

    private static String spaced(String text, int wideBefore, double width) {
        double[] gaps = new double[text.length() - 1];
        Arrays.fill(gaps, 0.1);
        if (wideBefore > 0) {
            gaps[wideBefore - 1] = width;
        }
        StringBuilder spaced = new StringBuilder(text);
        new ArrayList<>(Spacing.missing(characters(text), gaps)).reversed().forEach(cut -> spaced.insert(cut, " "));
        return spaced.toString();
    }

    private static List<String> characters(String text) {
        return List.of(text.split(""));
    }
}

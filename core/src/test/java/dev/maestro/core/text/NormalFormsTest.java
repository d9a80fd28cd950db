package dev.maestro.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalFormsTest {
    @ParameterizedTest
    @ValueSource(ints = {0x09, 0x0A, 0x0D, 0x1C, 0x1D, 0x1E, 0x1F, 0x20, 0x85, 0xA0, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
        0x3000})
    void unicode_white_space_is_trimmed_and_collapsed(int space) {
        String s = Character.toString(space);
        assertThat(NormalForms.trim(s + "a" + s)).isEqualTo("a");
        assertThat(NormalForms.text("a" + s + s + "b")).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x08, 0x1B, 0x200B, 0xFEFF, 0x180E})
    void what_only_looks_like_white_space_stays(int other) {
        assertThat(NormalForms.trim(Character.toString(other))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ΟΔΟΣ, οδος", // a capital sigma at a word's end
        "ΟΔΟΣ., οδος.",
        "ΣΑΣ ΣΟΣ, σας σος",
        "Σ, σ", // nothing before it
        "ΑΣ'Α, ασ'α", // the apostrophe does not end the word
        "Α^Σ, α^ς", // nor does a modifier symbol begin one
        "İSTANBUL, i̇stanbul",
        "STRAẞE, straße",
        "ǅ, ǆ",
        "𐐀, 𐐨" // beyond the basic plane
    })
    void lower_case_follows_unicode_and_no_locale(String written, String lower) {
        assertThat(NormalForms.lower(written)).isEqualTo(lower);
    }

    @Test
    void names_without_separators_are_compared() {
        assertThat(NormalForms.unseparated("OCR Problem-Solver")).isEqualTo(NormalForms.unseparated("ocr_problem\u2011solver"))
                .isEqualTo("ocrproblemsolver");
    }
}

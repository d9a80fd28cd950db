package dev.maestro.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextAssemblyTest {
    private static final String TEXT = "Zwölf Boxkämpfer 🥊 jagen Viktor</sear ch> 日本語 </search> quer über";

    @Test
    void a_stop_string_is_found_wherever_the_pieces_part_it_and_cuts_the_text_behind_it() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            TextAssembly text = new TextAssembly(List.of("</answer>", "</search>"));
            Optional<String> stopped = Optional.empty();
            for (int at = 0; at < bytes.length && stopped.isEmpty();) {
                int end = Math.min(bytes.length, at + 1 + random.nextInt(12));
                stopped = text.append(Arrays.copyOfRange(bytes, at, end));
                at = end;
            }
            assertThat(stopped).contains("</search>");
            assertThat(text.text()).isEqualTo(TEXT.substring(0, TEXT.indexOf("</search>") + 9));
        }
    }

    @Test
    void of_two_stop_strings_the_one_that_ends_first_counts() {
        TextAssembly text = new TextAssembly(List.of("abcd", "bc"));

        assertThat(text.append("xabcdx".getBytes(StandardCharsets.UTF_8))).contains("bc");
        assertThat(text.text()).isEqualTo("xabc");
    }

    @Test
    void what_is_told_never_splits_a_character() {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        TextAssembly text = new TextAssembly(List.of());
        StringBuilder told = new StringBuilder();
        for (byte one : bytes) {
            text.append(new byte[]{one});
            String fresh = text.fresh();
            assertThat(fresh).doesNotContain("\uFFFD");
            told.append(fresh);
        }
        assertThat(told.toString()).isEqualTo(TEXT);
    }

    @Test
    void bytes_that_are_no_character_become_the_replacement_character() {
        TextAssembly text = new TextAssembly(List.of());
        text.append(new byte[]{'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82});

        assertThat(text.text()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(text.fresh()).isEqualTo("a\uFFFDb");
    }
}

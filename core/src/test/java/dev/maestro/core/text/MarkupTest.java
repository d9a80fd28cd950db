package dev.maestro.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkupTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "a<search>b", "a</information>b", "a<ANSWER>b", "a< / answer >b", "a<think>b", "a<|im_start|>b", "a<|im_end|>b", "a<|vision_pad|>b",
        "a<sea<search>rch>b", "a<sea<sea<search>rch>rch>b", "a<<search>b", "a<tool_call>b", "a<image>b", "a[INST]b", "a<<SYS>>b", "a</s>b",
        "a<ans\u200bwer>b", "a\uff1canswer\uff1eb", "a<\uff5cend_of_sentence\uff5c>b", "a<answer class=\"x\">b",
        "a<evidence source=\"y\">b", "a<an</answer>swer>b", "a<start_of_turn>b"
    })
    void what_a_model_could_take_for_markup_is_removed(String text) {
        assertThat(Markup.strip(text).replaceAll("[<>-]", "")).isEqualTo("ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "if r < s and t > 3", "x<y and y>z", "|x| < |y| > 0", "<b>bold</b>", "a <- b -> c", "List<String>", "1 < 2", "<table><tr>",
        "the answer > 5", "if x < answer and y > 3", "5 > 3 < 4", "<", ">", ""
    })
    void ordinary_text_with_angle_brackets_stays(String text) {
        assertThat(Markup.strip(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"abc <search,abc", "abc </answer,abc", "abc <|im_st,abc", "abc <table,abc <table"})
    void a_tag_cut_off_by_the_end_is_removed(String text, String rest) {
        assertThat(Markup.strip(text).strip()).isEqualTo(rest);
    }

    @Test
    void nothing_left_is_markup_however_the_pieces_were_put_together() {
        Pattern tag = Pattern.compile("<\\s*/?\\s*(search|information|answer|think)\\s*>|<\\|\\w*\\|>", Pattern.CASE_INSENSITIVE);
        String[] pieces = {"<", ">", "/", "sea", "rch", "search", "<search>", "</answer>", "ans", "wer", "<|", "|>", "im_start", " ",
            "think", "\u200b", "x"};
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(16); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String clean = Markup.strip(text.toString());
            assertThat(tag.matcher(clean).find()).as(text + " became " + clean).isFalse();
            assertThat(Markup.strip(clean)).as("twice is once: " + text).isEqualTo(clean);
        }
    }
}

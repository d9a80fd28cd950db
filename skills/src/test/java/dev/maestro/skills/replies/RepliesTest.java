package dev.maestro.skills.replies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.Json;
import dev.maestro.core.WireForm;
import dev.maestro.skills.Plan;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepliesTest {
    private static final List<String> CHARTS = List.of("pie chart", "line chart", "other chart", "bar chart");

    private static Parsed parse(String parser, String reply) {
        return Replies.parse(WireForm.parse(ReplyParser.class, parser), reply, CHARTS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "<think>hm</think>7|7",
        "hm, maybe 3</think>7|7",
        "<THINK>hm</THINK> 7 <think>no?</think>|7",
        "<think>a <think>b</think> c</think>7|7",
        "7<think>cut off in the mid|7",
        "<thinking>hm</thinking>7|7",
        "< think >hm</ think >7|7"
    })
    void thoughts_are_removed_in_every_form(String reply, String rest) {
        assertThat(parse("text", reply).text()).isEqualTo(rest);
    }

    @Test
    void a_reply_that_is_only_thought_is_empty() {
        assertThat(parse("last_line", "<think>the answer is 7").isEmpty()).isTrue();
        assertThat(parse("last_line", "the answer is 7</think>").isEmpty()).isTrue();
        assertThat(parse("label", "<think>pie</think>").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "I see two.\\n7|7",
        "Reasoning.\\n**Answer: 42**|42",
        "Reasoning.\\nFinal Answer: {B}|B",
        "So \\boxed{\\frac{1}{2}} holds.\\nDone.|\\frac{1}{2}",
        "The answer is blue.|blue",
        "Answer:\\nblue|blue",
        "x\\n- -5|-5",
        "It is\\n-5|-5",
        "\"Paris\"|Paris",
        "7\\n```|7",
        "3.14|3.14",
        "Yes.|Yes",
        "$x$ and $y$|$x$ and $y$",
        "The answers vary|The answers vary",
        "rows={4},columns={5}|rows={4},columns={5}"
    })
    void the_bare_final_answer_is_found(String reply, String answer) {
        assertThat(parse("last_line", reply.replace("\\n", "\n")).value()).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "line chart|line chart",
        "It is a **Pie Chart**.|pie chart",
        "bar|bar chart",
        "an outline bar with copied labels|bar chart",
        "no pie here: it is a bar chart with a line? Answer: line chart|line chart",
        "who knows|bar chart",
        "pie or line</think>other chart|other chart"
    })
    void a_label_is_a_whole_word_and_the_last_line_counts_first(String reply, String label) {
        Parsed parsed = parse("label", reply);
        assertThat(parsed.value()).isEqualTo(label);
        assertThat(Json.tree(parsed.json()).get("label").asText()).isEqualTo(label);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "There are 3 cats and 4 dogs. Answer: 7|7",
        "1,234,567|1234567",
        "minus −5|-5",
        "pages 3-5|5",
        "It is .5|.5",
        "There are seven of them|7",
        "about 12.50 dollars|12.50",
        "99999999999999999999999999999999999|"
    })
    void a_number_is_read_with_sign_and_separators(String reply, String number) {
        if (number != null) {
            assertThat(new java.math.BigDecimal(parse("number", reply).value())).isEqualByComparingTo(number);
        } else {
            assertThat(parse("number", reply).text()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "```json [{\"bbox_2d\":[1,2,3,4],\"label\":\"cat\"}] ```|cat",
        "[{'bbox_2d': [1, 2, 3, 4], 'label': 'driver's seat'},]|driver's seat",
        "{\"objects\":[{\"bbox_2d\":[1,2,3,4],\"label\":\"it's\"}]}|it's",
        "Here: {bbox: (1, 2, 3, 4), name: \"a dog\"} and so on|a dog",
        "[{\"bbox_2d\": [\"1\", \"2\", \"3\", \"4\"], \"label\": \"cut|cut",
        "{“bbox”: [1,2,3,4], “label”: “cup”}|cup",
        "{\"x1\":1,\"y1\":2,\"x2\":3,\"y2\":4,\"class\":\"car\"}|car",
        "{\"bbox_2d\":[[1,2],[3,4]],\"label\":\"hat\",\"ok\":True,\"more\":None}|hat",
        "<box>(1,2),(3,4)</box>|",
        "the box is [1, 2, 3, 4].|"
    })
    void boxes_are_read_in_the_many_forms_models_write(String reply, String label) {
        assertThat(Boxes.read(reply)).containsExactly(new Boxes.Written(1, 2, 3, 4, label == null ? "" : label));
        assertThat(parse("boxes", reply).value()).isEqualTo("1");
    }

    @Test
    void several_boxes_keep_their_order_and_each_counts_once() {
        Parsed parsed = parse("boxes",
                "{\"bbox_2d\":[1,2,3,4],\"label\":\"a\"}\n{\"bbox_2d\":[5,6,7,8],\"label\":\"b\"}\n{\"bbox_2d\":[1,2,3,4],\"label\":\"a\"}");
        assertThat(parsed.value()).isEqualTo("2");
        assertThat(Json.tree(parsed.json()).get(1).get("label").asText()).isEqualTo("b");
        assertThat(parse("boxes", "nothing here").json()).isEqualTo("[]");
        assertThat(parse("boxes", "[]").value()).isEqualTo("0");
        assertThat(parse("boxes", "").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "<think>x</think><tool_call>{\"name\":\"image_zoom_in\",\"arguments\":{\"bbox_2d\":[1,2,3,4]}}|crop",
        "<tool_call>\\n{'name': 'image_zoom_in', 'arguments': {'bbox_2d': [1, 2, 3, 4]}}\\n</tool_call> <answer>x</answer>|crop",
        "<tool_call>{\"name\":\"image_zoom_in\",\"arguments\":\"{\\\"bbox_2d\\\":[1,2,3,4]}\"}</tool_call>|crop",
        "{\"bbox_2d\":[1,2,3,4]}|crop",
        "<tool_call>{\"name\":\"delete_files\",\"arguments\":{\"bbox_2d\":[1,2,3,4]}}</tool_call>|none",
        "<tool_call>__import__('os').system('id')</tool_call>|none",
        "<think><tool_call>{\"bbox_2d\":[1,2,3,4]}</tool_call></think>No zoom is needed.|none",
        "<answer>no</answer>|none"
    })
    void a_zoom_is_a_call_of_the_zoom_function_or_a_bare_box(String reply, String value) {
        Parsed parsed = parse("tool_call", reply);
        assertThat(parsed.value()).isEqualTo(value);
        if (value.equals("crop")) {
            assertThat(Json.tree(parsed.json()).get("bbox_2d").toString()).isEqualTo("[1.0,2.0,3.0,4.0]");
        }
    }

    @Test
    void code_is_the_last_python_block_without_its_fence() {
        assertThat(parse("code", "First:\n```python\nx = 1\n```\nthen\n```python3\ndef f():\n    return 2\n```\nOutput:\n```text\n2\n```")
                .text()).isEqualTo("def f():\n    return 2");
        assertThat(parse("code", "```\ndef g(): pass").text()).isEqualTo("def g(): pass");
        assertThat(parse("code", "def h():\n    pass").value()).isEqualTo("code");
        assertThat(parse("code", "I cannot.").value()).isEqualTo("none");
        assertThat(parse("code", "```python```").value()).isEqualTo("none");
    }

    @Test
    void an_assertion_may_span_lines() {
        assertThat(parse("assertion", "```python\nassert f([1,\n  2]) == ')'\n```").text()).isEqualTo("assert f([1,\n  2]) == ')'");
        assertThat(parse("assertion", "We `assert f(1) == 2` here").text()).isEqualTo("assert f(1) == 2 here");
        assertThat(parse("assertion", "assert f(1").value()).isEqualTo("none");
        assertThat(parse("assertion", "none").value()).isEqualTo("none");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "$$\\frac{a}{b}$$|\\frac{a}{b}",
        "```latex\\nx^2\\n```|x^2",
        "\\[ x_1 \\]|x_1",
        "Here it is:\\n$E=mc^2$|E=mc^2",
        "\\begin{aligned}\\na\\nb\\n\\end{aligned}|\\begin{aligned}\\na\\nb\\n\\end{aligned}"
    })
    void a_formula_comes_without_its_delimiters(String reply, String formula) {
        assertThat(parse("latex", reply.replace("\\nx", "\nx").replace("\\n```", "\n```").replace(":\\n", ":\n")).text())
                .isEqualTo(formula);
    }

    @Test
    void boxes_are_ordered_clamped_and_scaled_to_the_original() {
        List<Boxes.Written> written = List.of(new Boxes.Written(50, 40, 10, 20, "a"), new Boxes.Written(-5, 90, 30, 400, "b"),
                new Boxes.Written(500, 5, 600, 9, "outside"));
        assertThat(Boxes.fit(written, Boxes.Unit.PIXELS, 100, 100, 200, 300))
                .containsExactly(new Boxes.Box(20, 60, 100, 120, "a"), new Boxes.Box(0, 270, 60, 300, "b"));
    }

    @Test
    void the_unit_of_boxes_is_guessed_from_all_of_them() {
        assertThat(Boxes.fit(List.of(new Boxes.Written(0.1, 0.2, 0.5, 1, "")), Boxes.Unit.GUESS, 200, 100, 200, 100))
                .containsExactly(new Boxes.Box(20, 20, 100, 100, ""));
        assertThat(Boxes.fit(List.of(new Boxes.Written(100, 200, 500, 900, "")), Boxes.Unit.GUESS, 200, 100, 200, 100))
                .containsExactly(new Boxes.Box(20, 20, 100, 90, ""));
        assertThat(Boxes.fit(List.of(new Boxes.Written(10, 20, 50, 90, "")), Boxes.Unit.GUESS, 200, 100, 400, 200))
                .containsExactly(new Boxes.Box(20, 40, 100, 180, ""));
        assertThat(Boxes.fit(List.of(new Boxes.Written(10, 20, 50, 90, "")), Boxes.Unit.THOUSANDTHS, 2_000, 2_000, 1_000, 1_000))
                .containsExactly(new Boxes.Box(10, 20, 50, 90, ""));
    }

    @Test
    void a_crop_is_padded_and_never_smaller_than_asked_nor_larger_than_the_image() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            int width = 1 + random.nextInt(300);
            int height = 1 + random.nextInt(300);
            int x = random.nextInt(width);
            int y = random.nextInt(height);
            Boxes.Box box = new Boxes.Box(x, y, x + 1 + random.nextInt(width - x), y + 1 + random.nextInt(height - y), "");
            int min = random.nextInt(100);
            Boxes.Box padded = Boxes.pad(box, random.nextDouble(), min, width, height);
            assertThat(padded.x1()).isBetween(0, box.x1());
            assertThat(padded.x2()).isBetween(box.x2(), width);
            assertThat(padded.y1()).isBetween(0, box.y1());
            assertThat(padded.y2()).isBetween(box.y2(), height);
            assertThat(padded.width()).isGreaterThanOrEqualTo(Math.min(min, width));
            assertThat(padded.height()).isGreaterThanOrEqualTo(Math.min(min, height));
        }
    }

    @Test
    void an_observation_is_cut_by_code_points_with_a_marker_on_the_side_that_was_lost() {
        String text = "😀".repeat(10) + "end";
        assertThat(new Plan.Observation(List.of("a"), 5, "tail").cut(text)).isEqualTo("[… 8 characters left out …]\n😀😀end");
        assertThat(new Plan.Observation(List.of("a"), 5, "head").cut(text))
                .isEqualTo("😀😀😀😀😀\n[… 8 characters left out …]");
        assertThat(new Plan.Observation(List.of("a"), 13, "head").cut(text)).isEqualTo(text);
    }

    @Test
    void thousands_of_mutilated_replies_are_read_without_an_exception_and_quickly() {
        String[] seeds = {
            "<think>a</think>```json\n[{\"bbox_2d\": [1, 2, 3.5, 4], \"label\": \"driver's seat\"}]\n```",
            "<tool_call>{'name': 'image_zoom_in', 'arguments': {'bbox_2d': [1, 2, 3, 4]}}</tool_call><answer>b</answer>",
            "Answer: **\\boxed{\\frac{1}{2}}** -1,234.5e999999999 ```python\nassert f([1, '(']) == {2: \"x\"}\n```",
            "[[[[{{{{((((\"'\"'`````` line chart <|im_end|> 😀\u0000\uD800 \\u00e9 NaN Infinity null True"
        };
        String pieces = "<>/[]{}()'\"`\\,:;.=-+ 0123456789eE\n\t$*_|😀abthinknswer\uDC00\u200b";
        Random random = new Random(42);
        org.junit.jupiter.api.Assertions.assertTimeout(Duration.ofSeconds(30), () -> {
            for (int i = 0; i < 4_000; i++) {
                StringBuilder reply = new StringBuilder(seeds[random.nextInt(seeds.length)]);
                for (int edits = random.nextInt(12); edits >= 0; edits--) {
                    int at = random.nextInt(reply.length() + 1);
                    switch (random.nextInt(4)) {
                        case 0 -> reply.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                        case 1 -> reply.delete(at, Math.min(reply.length(), at + random.nextInt(6)));
                        case 2 -> reply.insert(at, seeds[random.nextInt(seeds.length)], 0, 10);
                        default -> reply.append(reply, 0, Math.min(reply.length(), 40));
                    }
                }
                for (ReplyParser parser : ReplyParser.values()) {
                    Parsed parsed = Replies.parse(parser, reply.toString(), CHARTS);
                    assertThat(parsed.value().codePointCount(0, parsed.value().length())).isLessThanOrEqualTo(200);
                    if (!parsed.json().isEmpty()) {
                        assertThat(Json.tree(parsed.json())).isNotNull();
                    }
                }
            }
        });
    }

    @Test
    void replies_built_to_be_slow_are_not() {
        for (String unit : List.of("[", "{", "<", "<think>", "'", "\"", "( ", "{\"a\":", "[[1,2],", "```", "assert (", "\\boxed{",
                "Answer:", "* ", "' ", "1,111", "<tool_call>", "-", "(1,", "answer ", "\n", "*_`-")) {
            String reply = unit.repeat(200_000 / unit.length());
            for (ReplyParser parser : ReplyParser.values()) {
                long start = System.nanoTime();
                Replies.parse(parser, reply, CHARTS);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).as(parser + " on many " + unit).isLessThan(Duration.ofSeconds(3));
            }
            new Plan.Observation(List.of("a"), 1_000, "tail").cut(reply);
        }
    }
}

package dev.maestro.skills.replies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.text.FinalAnswer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeCandidatesTest {
    @ParameterizedTest
    @ValueSource(strings = {"```python\nx = 1\n```", "```python3\nx = 1\n```", "```py\nx = 1\n```", "```Python\r\nx = 1\n```",
        "```\nx = 1\n```", "text\n```python\nx = 1",
        "```text\nnot this\n```\n```python\nx = 1\n```\nDone."})
    void a_program_is_found_under_every_name_that_models_give_its_fence_and_without_the_name(String reply) {
        assertThat(CodeCandidates.programs(reply)).first().isEqualTo("x = 1");
    }

    @Test
    void several_programs_are_tried_the_last_first_and_prose_is_none() {
        assertThat(CodeCandidates.programs("```python\nfirst = 1\n```\nbetter:\n```python\nsecond = 2\n```")).containsExactly("second = 2",
                "first = 1");
        assertThat(CodeCandidates.programs("def f():\n    return 1")).containsExactly("def f():\n    return 1");
        assertThat(CodeCandidates.programs("I would define a function.")).isEmpty();
        assertThat(CodeCandidates.programs("")).isEmpty();
    }

    @Test
    void every_test_of_a_reply_is_found_once_also_one_that_spans_lines() {
        assertThat(CodeCandidates.tests("1. `assert f(1) == 2`\n2. assert f([1,\n  2]) == 3\nagain: assert f(1) == 2\nreassert nothing"))
                .containsExactly("assert f(1) == 2", "assert f([1,\n  2]) == 3");
    }

    @Test
    void what_the_question_states_is_found_as_tests() {
        String question = "def f(x):\n    \"\"\"\n    >>> f(1)\n    2\n    >>> f('a b')\n    'c'\n    >>> f(3)\n    Traceback (most recent call last):\n    \"\"\"\nassert f(9) == 10";
        assertThat(CodeCandidates.examples(question)).containsExactly("assert f(1) == 2", "assert f('a b') == 'c'", "assert f(9) == 10");
        assertThat(CodeCandidates.asked(question)).containsExactly("f");
        assertThat(CodeCandidates.examples("What does the picture show?")).isEmpty();
    }

    @Test
    void the_answer_of_a_program_is_the_whole_program_and_not_its_last_line() {
        assertThat(FinalAnswer.of("```python\ndef f(x):\n    return x\n```\nTried in a sandbox: 2 of 2 tests passed."))
                .isEqualTo("def f(x):\n    return x");
        assertThat(FinalAnswer.of("I count them.\n```\n42\n```")).isEqualTo("42");
    }

    @Test
    void as_the_reference_the_last_python_fence_counts_with_all_that_stands_after_its_name() {
        assertThat(CodeCandidates.referenceProgram("```python3\nx=1\n```")).contains("3\nx=1");
        assertThat(CodeCandidates.referenceProgram("```py\nx=1\n```")).isEmpty();
        assertThat(CodeCandidates.referenceProgram("```PYTHON\nx=1\n```\n```python\n\n```")).isEmpty();
        assertThat(CodeCandidates.withoutThoughts("a</THINK>b</think>\u00a0c\u3000")).isEqualTo("c");
        assertThat(CodeCandidates.referenceTests("assert\u00a0f(1) == 2")).containsExactly("assert\u00a0f(1) == 2");
        assertThat(CodeCandidates.stub("def f():\n\tpass \n")).isEqualTo("def f():\n\tpass");
        assertThat(CodeCandidates.stub("def f():\n    bypass")).isEqualTo("def f():\n    bypass\n    pass");
    }

    @Test
    void thousands_of_mutilated_replies_are_read_without_an_exception_and_quickly() {
        List<String> pieces = List.of("```", "```python", "\n", "assert ", "assert", " f(1) == 2", "(", "[", "{", ")", "'", "\"", "\\",
                "</think>", "<think>", ">>> ", "def f", "\u2028", "\0", "é", "\ud83d", "x" + " ".repeat(50), "\t", "pass");
        Random random = new Random(7);
        long began = System.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            StringBuilder reply = new StringBuilder();
            for (int piece = random.nextInt(40); piece >= 0; piece--) {
                reply.append(pieces.get(random.nextInt(pieces.size())));
            }
            readAll(reply.toString());
        }
        for (String piece : pieces) {
            readAll(piece.repeat(20_000));
            readAll(("assert (" + piece + "\n").repeat(5_000));
            readAll(("```" + piece + "\n").repeat(5_000));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }

    private static void readAll(String reply) {
        assertThat(CodeCandidates.programs(reply)).doesNotContain("");
        assertThat(CodeCandidates.tests(reply)).allMatch(test -> test.startsWith("assert "));
        assertThat(CodeCandidates.examples(reply)).hasSizeLessThanOrEqualTo(12);
        assertThat(CodeCandidates.asked(reply)).isNotNull();
        assertThat(CodeCandidates.referenceTests(reply)).hasSizeLessThanOrEqualTo(13);
        assertThat(CodeCandidates.referenceProgram(reply).orElse("x")).isNotEmpty();
        assertThat(CodeCandidates.stub(reply)).endsWith("pass");
    }
}

package dev.maestro.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.routing.terms.NameResolver;
import dev.maestro.scoring.Scorer.Sample;
import dev.maestro.scoring.Scorer.Score;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a policy writes, both scorers give a score, and soon. */
@Tag("database")
class ScorersTotalityTest {
    private static final int MUTANTS = 10_000;
    private static final List<String> SOURCES = List.of("chartqa", "slake", "vstar", "msearthmcq", "microvqa", "zwz", "geometry3k",
            "tallyqa", "erqa", "ocrbench", "vlmsareblind", "unheard-of", "");
    private static final List<String> PIECES = List.of(
            "<answer>", "</answer>", "<search>", "</search>", "<information>", "</information>", "<ANSWER>", "@@", ":", "\n", "\u00a0",
            "\u2028", "\u0085", "Answer: ", "The answer is ",
            "Solution:", "\\boxed{", "\\boxed ", "\\fbox{", "{", "}", "$", "$$", "\\frac", "\\frac{1}{2}", "\\sqrt", "\\sqrt[3]{",
            "\\text{ cm}", "=", "/", "-", ".", "45%", "^", "^{", "°", "\"", "'", "\\", "\\\\",
            "9**9**9**9", "9!!", "1e999", "-1e-999", "((((", "))))", "inf", "nan", "٣", "４", "½", "²", "one hundred and", "million", "(A)",
            "😀", "\ud83d", "\udc00", "İ", "ſ", "\u0000", "\u202e", "½½", "0x", "1_", "_1", ",", "1,000", "gamma(", "root(2,0)", "log(0,0)",
            "0**-1", "%", "//0");

    private final List<Scorer> scorers = List.of(new ReferenceScorer(NameResolver.of(SeededRegistry.snapshot(), Profile.REFERENCE)),
            new StrictScorer());

    private void score(String source, List<String> truth, String text) {
        for (Scorer scorer : scorers) {
            Score score = scorer.score(new Sample(source, truth, text, Optional.of(text), List.of(), 0, truth.size() == 1));
            assertThat(score.accuracy()).isIn(0.0, 1.0);
            assertThat(score.format()).isBetween(-1.0, 0.0);
            assertThat(score.total()).isBetween(-2.0, 1.0);
            assertThat(score.why()).isNotBlank().hasSizeLessThan(1_000);
        }
    }

    @Test
    void ten_thousand_mutated_trajectories_are_scored() throws IOException {
        List<JsonNode> cases;
        try (InputStream in = ScorersTotalityTest.class.getResourceAsStream("/parity/reward.jsonl")) {
            cases = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Json::tree).toList();
        }
        Random random = new Random(20_251_122);
        assertTimeoutPreemptively(Duration.ofSeconds(120), () -> {
            for (int i = 0; i < MUTANTS; i++) {
                String text = mutated(cases.get(random.nextInt(cases.size())).get("trajectory").textValue(), random);
                List<String> truth = new ArrayList<>();
                cases.get(random.nextInt(cases.size())).get("ground_truth")
                        .forEach(each -> truth.add(random.nextInt(3) == 0 ? mutated(each.textValue(), random) : each.textValue()));
                score(SOURCES.get(random.nextInt(SOURCES.size())), truth,
                        random.nextBoolean() ? text : text.substring(Math.max(0, text.length() - 1 - random.nextInt(40))));
            }
        });
    }

    private static String mutated(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int n = random.nextInt(6); n >= 0; n--) {
            int at = random.nextInt(mutant.length() + 1);
            switch (random.nextInt(4)) {
                case 0, 1 -> mutant.insert(at, PIECES.get(random.nextInt(PIECES.size())));
                case 2 -> mutant.delete(at, Math.min(mutant.length(), at + 1 + random.nextInt(12)));
                default -> mutant.insert(at, PIECES.get(random.nextInt(PIECES.size())).repeat(random.nextInt(4)));
            }
        }
        return mutant.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<answer>", "</answer>", "<answer></answer>", "<search>", "<search>a@@b:c", "<information>", "<answer>\n", "$", "$\n", "$$\n",
        "\\boxed{", "\\boxed", "\\fbox{", "{", "}", "{}", "\\frac", "\\frac{", "\\frac{1}", "\\sqrt", "\\sqrt{", "\\sqrt 1",
        "(", ")", "-", "1+", "2**", "5!", "9**9**", "1/", "1,", "1 ", " ", "\u00a0", "\n", "=", "the answer is ", "answer", "the ", "is ",
        "Thus ", "one ", "one hundred ", "\"", "'", ".", "%", "\\text{ ", "(A) ", "½", "1_", "𝐀", "^", "√", "a", "é"
    })
    void a_quarter_of_a_megabyte_of_anything_is_scored_at_once(String piece) {
        String much = piece.repeat((1 << 18) / piece.length());
        String answered = "<search>Chart-R1@@Chart_Problem_Solver: x</search><answer>" + piece.repeat(40_000 / piece.length())
                + "</answer>";
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (String source : List.of("chartqa", "geometry3k", "msearthmcq", "ocrbench")) {
                score(source, List.of("5", "five"), much);
                score(source, List.of(much, much), answered);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"9**9**9**9", "10**10**10", "2**99999999", "99999!", "((((((9**9)**9)**9)**9)**9)**9)", "1e999999999", "9!!!!!",
        "exp(exp(exp(9)))", "factorial(factorial(9))", "binomial(99999,5)", "__import__('os')", "exec('1')", "().__class__"})
    void an_expression_is_never_executed_and_never_takes_long(String expression) {
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            score("geometry3k", List.of("5"), "<answer>" + expression + "</answer>");
            score("geometry3k", List.of(expression), "<answer>5</answer>");
            assertThat(new StrictScorer().score(new Sample("geometry3k", List.of("5"), "", Optional.of(expression))).accuracy()).isZero();
        });
    }
}

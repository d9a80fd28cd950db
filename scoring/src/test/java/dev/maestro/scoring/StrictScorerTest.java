package dev.maestro.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.maestro.policy.Action;
import dev.maestro.scoring.Scorer.Sample;
import dev.maestro.scoring.Scorer.Score;
import dev.maestro.scoring.Scorer.ScoredTurn;
import dev.maestro.scoring.Scorer.TurnEffect;
import dev.maestro.scoring.StrictScorer.Weights;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people saw of the reference system's scores that was wrong, and is not so here. */
class StrictScorerTest {
    private static final ScoredTurn CALL = new ScoredTurn(new Action.Call("Chart-R1", "Chart_Problem_Solver", "What is the value?"),
            TurnEffect.EVIDENCE);
    private static final ScoredTurn REFUSED = new ScoredTurn(new Action.Call("Chart-R9", "Chart_Problem_Solver", "What is the value?"),
            TurnEffect.REFUSED);
    private static final ScoredTurn FAILED = new ScoredTurn(new Action.Call("Chart-R1", "Chart_Problem_Solver", "What is the value?"),
            TurnEffect.FAILED);
    private static final ScoredTurn GARBLED = new ScoredTurn(
            new Action.Invalid("CALL_MALFORMED", "A call must name an expert and a skill."),
            TurnEffect.NOTHING);

    private final Scorer scorer = new StrictScorer();

    private static Sample answered(String source, String answer, List<String> truth, ScoredTurn... turns) {
        return new Sample(source, truth, "", Optional.of(answer), List.of(turns), 0, false);
    }

    private boolean right(String source, String answer, String... truth) {
        return scorer.score(answered(source, answer, List.of(truth))).accuracy() == 1;
    }

    /** W1. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "zwz|J|Go-Jek", "chartqa|5|45%", "slake|an|granite", "slake|unknown|No", "slake|Normal|No", "slake|es|Yes", "vstar|r|red",
        "slake|Not seen|No",
        "chartqa|red, green, blue, yellow|green", "vstar|red or blue|red", "slake|yes and no|yes", "slake|yes or no|no",
        "chartqa|not green|green"
    })
    void a_guess_that_is_only_part_of_the_answer_is_wrong(String source, String said, String accepted) {
        assertThat(right(source, said, accepted)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "(1, 2)|(1,2)", "[0, 1)|[0,1)", "1,2,3|1, 2, 3", "\\left(3, -4\\right)|(3,-4)", "x, y|X,Y",
        "B|The correct answer is B because the bar is taller.", "B|I choose B", "B|I would go with option B.", "C|The answer is (C).",
        "12500000|12.5M", "3000|3k", "2000000000|$2B", "\\pm 5|±5", "±5|\\pm 5", "\\infty|∞", "12345678|1.2345678·10⁷",
        "0.0032|3.2 × 10^{-3}",
        "1200|1.2x10^3", "-5|–5", "-0.5|—.5", "3\\pi|3π"})
    void an_answer_that_says_the_same_in_another_form_is_right(String accepted, String said) {
        assertThat(right("geometry3k", said, accepted)).as("%s for %s", said, accepted).isTrue();
    }

    @Test
    void a_letter_with_its_option_on_the_next_line_is_right() {
        assertThat(right("tallyqa", "B\nRed fox", "B")).isTrue();
        assertThat(right("microvqa", "B\nRed fox", "B", "Red fox")).isTrue();
        assertThat(right("microvqa", "B\nGrey wolf", "B", "Red fox")).isFalse();
        assertThat(right("erqa", "The correct answer is B because the bar is taller.", "B")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "B|B is wrong, so A", "B|The answer is not B.", "A|The answer is a cat", "A|Either the answer is A or B",
        "12500000|12.5", "12500000|12.5 m", "12500000|12.5k", "(1, 2)|(2,1)", "(1, 2)|[1,2]", "[0, 1)|[0,1]", "1,2,3|1,2", "1,2,3|1,2,3,4",
        "-5|- 6", "5|–5", "\\pm 5|5", "\\infty|-∞", "12345678|1.2345678·10⁶"})
    void an_answer_that_only_looks_like_another_form_is_wrong(String accepted, String said) {
        assertThat(right("geometry3k", said, accepted)).as("%s for %s", said, accepted).isFalse();
    }

    /** W1. */
    @Test
    void an_option_without_text_does_not_make_every_answer_right() {
        assertThat(right("microvqa", "anything at all", "B", "")).isFalse();
        assertThat(right("microvqa", "B", "B", "")).isTrue();
        assertThat(right("chartqa", "anything at all", "")).isFalse();
    }

    /** W2. */
    @Test
    void an_answer_quoted_in_a_thought_or_by_an_expert_does_not_count() {
        String trajectory = "I think <answer>42</answer></think><search>Chart-R1@@Chart_Problem_Solver:x</search>user<information><answer>42</answer></information><answer>7</answer>";
        Score score = scorer.score(new Sample("chartqa", List.of("42"), trajectory, Optional.of("7")));
        assertThat(score.accuracy()).isZero();
        assertThat(scorer.score(new Sample("chartqa", List.of("42"), trajectory, Optional.empty())).accuracy()).isZero();
    }

    /** W3. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "-5|-5|true", "5|-5|false", "-5|5|false", "−5|-5|true", ".5|0.5|true", "5|.5|false", "45%|45%|true", "45 percent|45%|true",
        "45|45%|true", "0.45|45%|true",
        "$5|5|true", "5 dollars|$5|true", "-$5|-5|true", "$-5$|-5|true", "5 cm|5|true", "5 cm|5 centimeters|true", "5 cm|5 m|false",
        "5 million|5,000,000|true",
        "3.2 billion|3200000000|true", "60°|60|true", "60^\\circ|60 degrees|true", "60°C|60°F|false", "about 7|7|true", "x = 7|7|true",
        "+7|7|true", "7.|7|true"
    })
    void signs_percent_and_units_are_read(String said, String accepted, boolean right) {
        assertThat(right("chartqa", said, accepted)).isEqualTo(right);
    }

    /** W4. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1234|1,234|true", "1,234|1234|true", "1 234|1,234|true", "1,234,567.5|1234567.5|true", "2019-2020|2019-2020|true",
        "2019–2020|2019-2020|true", "2019|2019-2020|false",
        "12/5|12/5|true", "2.4|12/5|true", "1,23|123|false", "12,34,5|12345|false", "3:4|3:4|true", "3|3:4|false", "12:30|12:30|true"
    })
    void thousands_ranges_ratios_and_fractions_can_be_right(String said, String accepted, boolean right) {
        assertThat(right("chartqa", said, accepted)).isEqualTo(right);
    }

    /** W5. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "\\sqrt{3}/2|\\sqrt{3}/2|true", "x/y|x/y|true", "1.5/2|1.5/2|true", "1.5/2|0.75|true", "the answer is 3.5|3.5|true",
        "The answer is 3.5.|3|false",
        "2\\sqrt{3}|3.46|true", "3.46|2\\sqrt{3}|true", "2sqrt(3)|3.464|true", "16\\pi|50.27|true", "16π|50.27|true",
        "\\frac{\\sqrt{3}}{2}|0.866|true",
        "\\dfrac{1}{2}|0.5|true", "\\frac12|0.5|true", "3\\frac{1}{2}|3.5|true", "3 1/2|3.5|true", "3½|3.5|true", "\\sqrt[3]{8}|2|true",
        "\\boxed{\\frac{20}{3}}|6.67|true",
        "$\\boxed{5}$|5|true", "\\(5\\)|5|true", "10\\text{ cm}|10|true", "2^{10}|1024|true", "5²|25|true", "50\\%|50%|true", "60°|60|true",
        "4\\cdot 5|20|true", "4 \\times 5|20|true",
        "\\frac{1}{3}|0.33|true", "\\frac{1}{3}|0.34|false", "\\frac{5}{0}|5|false", "9**9**9**9|5|false", "2\\left(3\\right)|6|true",
        "x=5|5|true", "AB = 3|3|true"
    })
    void mathematics_is_read_as_it_is_written(String said, String accepted, boolean right) {
        assertThat(right("geometry3k", said, accepted)).isEqualTo(right);
    }

    /** W6. */
    @ParameterizedTest
    @CsvSource({"geometry3k", "tallyqa", "chartqa", "slake", "unheard-of"})
    void without_an_answer_nothing_is_right_whatever_the_source(String source) {
        Score score = scorer.score(new Sample(source, List.of("5"), "The answer is 5. \\boxed{5}", Optional.empty()));
        assertThat(score.accuracy()).isZero();
        assertThat(score.format()).isEqualTo(-1);
    }

    /** W7. */
    @Test
    void a_source_nobody_heard_of_is_scored_like_others_and_the_score_says_so() {
        assertThat(right("my-own-set", "Paris", "paris", "Paris, France")).isTrue();
        assertThat(right("my-own-set", "Paris, France", "paris", "Paris, France")).isTrue();
        assertThat(right("my-own-set", "Lyon", "paris", "Paris, France")).isFalse();
        assertThat(scorer.score(answered("my-own-set", "Lyon", List.of("paris"))).why()).contains("my-own-set", "general");
        assertThat(StrictScorer.knows("my-own-set")).isFalse();
        assertThat(StrictScorer.knows("VLMs_Are_Blind")).isTrue();
        assertThat(right("my-own-set", "Paris")).isFalse();
    }

    /** W8. */
    @Test
    void form_is_judged_by_what_was_done_not_by_how_it_was_written() {
        Score clean = scorer.score(answered("chartqa", "5", List.of("5"), CALL));
        Score slips = scorer.score(answered("chartqa", "5", List.of("5"), GARBLED, REFUSED, CALL, CALL));
        Score trouble = scorer.score(answered("chartqa", "5", List.of("5"), FAILED, CALL));
        assertThat(clean.format()).isZero();
        assertThat(slips.format()).isEqualTo(-0.5);
        assertThat(trouble.format()).as("a failed expert is no fault of the policy").isZero();
    }

    /** W9. */
    @Test
    void useless_calls_can_be_made_to_cost_something() {
        Scorer frugal = new StrictScorer(new Weights(1, 0.2, 0.01, 0.1, 0.3));
        Score one = frugal.score(answered("chartqa", "5", List.of("5"), CALL));
        Score two = frugal.score(answered("chartqa", "5", List.of("5"), CALL, CALL));
        Score guess = frugal.score(answered("chartqa", "5", List.of("5"), FAILED));
        Score dear = frugal.score(new Sample("chartqa", List.of("5"), "", Optional.of("5"), List.of(CALL), 2_000_000, false));
        assertThat(one.total()).isGreaterThan(two.total());
        assertThat(one.total() - guess.total()).isEqualTo(0.3, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(one.total() - dear.total()).isEqualTo(0.2, org.assertj.core.api.Assertions.within(1e-12));
        assertThat(scorer.score(answered("chartqa", "5", List.of("5"), CALL)).total()).as("left out unless asked for").isEqualTo(1);
    }

    /** W10. */
    @Test
    void a_right_answer_in_bad_form_is_worth_more_than_a_wrong_one_in_good_form() {
        Score rightButClumsy = scorer.score(answered("chartqa", "5", List.of("5"), GARBLED, REFUSED, GARBLED));
        Score wrongButNeat = scorer.score(answered("chartqa", "6", List.of("5"), CALL));
        Score wrongAndClumsy = scorer.score(answered("chartqa", "6", List.of("5"), GARBLED));
        assertThat(rightButClumsy.total()).isGreaterThan(wrongButNeat.total());
        assertThat(wrongButNeat.total()).isGreaterThan(wrongAndClumsy.total());
        assertThatIllegalArgumentException().isThrownBy(() -> new Weights(0.2, 1, 0, 0, 0)).withMessageContaining("accuracy above format");
    }

    /** W12. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0.001|0.001|true", "0.004|0.001|false", "0|0.001|false", "0.0010|0.001|true", "1000000.4|1000000.5|true", "1000000|1000000.5|true",
        "1000400|1000000|false", "2.001|2|false",
        "3.004|3|false", "2018|2019|false", "6.67|6.6667|true", "6.7|6.6667|true", "7|6.6667|false", "45.32|45.3|true", "45.4|45.3|false",
        "1e-9|2e-9|false"
    })
    void tolerance_follows_the_size_of_the_number(String said, String accepted, boolean right) {
        assertThat(right("chartqa", said, accepted)).isEqualTo(right);
    }

    /** W13. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "four|4|true", "Four.|4|true", "There are four dogs.|4|true", "There are 4 dogs in the picture.|4|true", "4 dogs|4|true",
        "twenty-one|21|true", "one hundred and five|105|true",
        "a dozen|12|true", "4|four|true", "There are 4 dogs and 2 cats.|4|false", "four or five|4|false", "not 4|4|false", "zero|0|true",
        "I count 14 dogs|4|false", "two thousand|2000|true",
        "There are twenty one people|21|true", "4th|4|false", "none|0|true"
    })
    void counts_in_words_and_sentences_are_read(String said, String accepted, boolean right) {
        assertThat(right("tallyqa", said, accepted)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "B|true", "(B)|true", "b.|true", "B. Cell wall|true", "(B) Cell wall|true", "Cell wall|true", "the cell wall|true", "Option B|true",
        "The answer is B.|true", "The answer is (B) Cell wall|true",
        "\\boxed{B}|true", "Cell wall (B)|true", "A|false", "Cell|false", "A. Cell wall|false", "B. Nucleus|false", "A or B|false",
        "AB|false", "BB|false", "Be careful|false", "Cell wall or nucleus|false"
    })
    void a_choice_is_its_letter_or_its_text(String said, boolean right) {
        assertThat(right("msearthmcq", said, "B", "Cell wall")).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "slake|Yes, it does.|yes|true", "slake|yes|Yes|true", "slake|No.|no|true", "slake|No, there is none|no|true",
        "slake|Nothing|no|false", "slake|yes, no|yes|false",
        "chartqa|the Dark Green|Dark green|true", "chartqa|It is dark green.|Dark green|true",
        "chartqa|The title is \"Dark green\"|Dark green|true", "chartqa|**Dark green**|Dark green|true",
        "chartqa|United States|United States of America|false", "chartqa|café|cafe\u0301|true", "vstar|(A)|A|true", "vstar|A. red|A|true",
        "vstar|a|A|true", "vstar|The answer is A|A|true", "vstar|An apple|A|false",
        "ocr|8AM|8 AM|true", "ocr|8 A.M. to 6 p.m.|8am to 6pm|true", "ocr|8:30am|8:30 a.m.|true", "ocr|8AM|8 PM|false",
        "ocr|8 m|8 am|false", "ocr|8 ampere|8 am pere|false",
        "zwz|𝐀|A|true", "chartqa|😀|😀|true", "chartqa|😀|😁|false"
    })
    void words_are_compared_as_words(String source, String said, String accepted, boolean right) {
        assertThat(right(source, said, accepted)).isEqualTo(right);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ERQA|B|B|true", "ERQA|(B) the left one|B|true", "ERQA|the left one|B|false", "OCRBench|The sign says STOP here|stop|true",
        "OCRBench|go|stop|false", "OCRBench|\\frac{a}{b} + c|\\frac {a} {b} + c|true",
        "VLMsAreBlind|3|3|true", "VLMsAreBlind|rows={5} columns={6}|5,6|true", "VLMsAreBlind|rows={6} columns={5}|5,6|false",
        "VLMsAreBlind|{2}|2|true", "VLMsAreBlind|Yes|Yes|true", "VLMsAreBlind|e|e|true"
    })
    void other_benchmarks_are_scored_as_their_own_scorers_do(String source, String said, String accepted, boolean right) {
        assertThat(right(source, said, accepted)).isEqualTo(right);
    }

    /** W11. */
    @Test
    void a_score_says_in_one_line_what_was_compared_and_nothing_is_printed() {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed));
        try {
            IntStream.range(0, 200).forEach(i -> right("chartqa", "an answer " + i, "another"));
        } finally {
            System.setOut(console);
        }
        assertThat(printed.size()).isZero();
        assertThat(scorer.score(answered("chartqa", "x".repeat(500), List.of("5"))).why()).hasSizeLessThan(300).contains("does not say",
                "\"5\"");
    }
}

package dev.maestro.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoxedScoreTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "so \\boxed{A}|a|true", "<answer>A</answer>|A|false", "\\boxed{1} and \\boxed{2}|2|true", "\\boxed{1} and \\boxed{2}|1|false",
        "\\boxed{\\frac{1}{2}}|0.5|true", "\\boxed{\\dfrac{1}{2}}|\\frac{1}{2}|true",
        "\\boxed{1,000}|1000|true", "\\boxed{30^\\circ}|30|true", "\\boxed{30 degrees}|30|true", "\\boxed{5\\text{ cm}}|5|true",
        "\\boxed{3.14}|3.15|false", "\\boxed{{{{x}}}}|{{{x}}}|true", "\\boxed{{{{{x}}}}}|{{{{x}}}}|false", "\\boxed{unclosed|unclosed|false"
    })
    void the_last_box_counts(String trajectory, String truth, boolean right) {
        assertThat(BoxedScore.right(trajectory, truth)).isEqualTo(right);
    }
}

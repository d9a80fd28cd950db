package dev.maestro.training.questions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.grpo.GrpoSettings;
import dev.maestro.training.grpo.OptimiserSettings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionSettingsTest {
    private static QuestionSettings of(String... pairs) {
        Map<String, String> given = new HashMap<>(Map.of("model", "m", "data", "d"));
        for (int i = 0; i < pairs.length; i += 2) {
            given.put(pairs[i], pairs[i + 1]);
        }
        return QuestionSettings.of(given);
    }

    @Test
    void the_reference_algorithm_has_the_numbers_of_the_published_launch_script() {
        QuestionSettings settings = of("algorithm", "reference");
        assertThat(settings.grpo()).usingRecursiveComparison().ignoringFields("leastValid").isEqualTo(GrpoSettings.reference());
        assertThat(settings.optimiser()).isEqualTo(OptimiserSettings.reference());
        assertThat(settings.prompts()).isEqualTo(1);
        assertThat(settings.rollouts()).isEqualTo(8);
        assertThat(settings.steps()).isEqualTo(380);
        assertThat(settings.turns()).as("four calls and an answer").isEqualTo(5);
        assertThat(settings.profile()).isEqualTo("reference");
        assertThat(settings.scorer()).isEqualTo("reference");
        assertThat(settings.grammar()).isFalse();
        assertThat(settings.entropy().targets()).isEmpty();
    }

    @Test
    void written_down_and_read_again_they_are_the_same() {
        QuestionSettings settings = of("experts", "A , B", "price.weight", "2.5", "grammar", "off");
        assertThat(QuestionSettings.read(settings.json())).isEqualTo(settings);
        assertThat(settings.onlyExperts()).containsExactly("A", "B");
    }

    @Test
    void the_grammar_over_a_large_vocabulary_is_refused_with_the_way_out() {
        assertThatThrownBy(() -> of().requireVocabulary(151_936)).isInstanceOf(MaestroException.class)
                .hasMessageContaining("151936").hasMessageContaining("grammar = off");
        of("grammar", "off").requireVocabulary(151_936);
        of().requireVocabulary(QuestionSettings.LARGEST_VOCABULARY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            stepps        | 3       | there is no setting "stepps"
            steps         | 0       | steps 0.0. Give 1.0 to
            rollouts      | 1       | rollouts 1.0. Give 2.0 to 64.0
            rollouts      | many    | rollouts "many" is not a whole number
            learning.rate | NaN     | learning.rate NaN. Give
            scorer        | mine    | scorer "mine". Give strict or reference
            grammar       | yes     | grammar "yes". Give on or off
            device        | gpu     | device "gpu". Give cpu, cuda
            model         | ''      | needs "model"
            data          | ''      | needs "data"
            sft.steps     | 3       | sft.steps without sft.data
            """)
    void what_cannot_be_is_refused_with_its_name_and_range(String key, String value, String why) {
        assertThatThrownBy(() -> of(key, value)).isInstanceOf(MaestroException.class).hasMessageContaining(why);
    }
}

package dev.maestro.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.testing.SeededRegistry;
import dev.maestro.routing.terms.TermIndex;
import dev.maestro.routing.terms.TermIndex.LeafScore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The terms by which a policy without a model chooses a Level-1 skill. */
@Tag("database")
class PolicyTermsTest {
    @Test
    void ordinary_questions_find_their_skill() {
        TermIndex index = TermIndex.of(SeededRegistry.snapshot(), Profile.DEFAULT);
        List<JsonNode> questions = Cases.of("/routing/questions.jsonl");
        List<String> wrong = new ArrayList<>();
        for (JsonNode q : questions) {
            TermIndex.Scores scores = index.match(TermIndex.POLICY, q.get("question").textValue());
            String best = scores.scores().stream().findFirst().map(LeafScore::leaf).orElse("none");
            if (!best.equals(q.get("skill").textValue())) {
                wrong.add(q.get("question").textValue() + " went to " + best + ", not " + q.get("skill").textValue() + " " + scores.hits()
                        + "\n");
            }
        }
        System.out.println("policy terms: " + (questions.size() - wrong.size()) + " of " + questions.size() + " questions");
        assertThat(wrong).hasSizeLessThanOrEqualTo(questions.size() / 30);
    }
}

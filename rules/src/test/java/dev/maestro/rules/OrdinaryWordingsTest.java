package dev.maestro.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.testing.SeededRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Sentences of our own with the leaf a reader would send them to: ordinary wordings, paraphrases, and
 * words that hold a term of another leaf inside ("vegetable", "bright", "appointment").
 */
@Tag("database")
class OrdinaryWordingsTest {
    private final Routing routing = new Routing(new RuleSets());
    private final List<JsonNode> sentences = Cases.of("/routing/sentences.jsonl");

    @Test
    void the_default_profile_reads_ordinary_wordings_and_is_not_misled() {
        List<String> wrong = new ArrayList<>();
        Map<String, Double> ours = accuracy(Profile.DEFAULT, wrong);
        Map<String, Double> reference = accuracy(Profile.REFERENCE, new ArrayList<>());
        System.out.println("routing accuracy over " + sentences.size() + " sentences: default " + ours + ", reference " + reference);
        assertThat(ours.get("ordinary")).describedAs("ordinary wordings; wrong: %s", wrong).isGreaterThanOrEqualTo(0.97);
        assertThat(ours.get("misleading")).describedAs("misleading words; wrong: %s", wrong).isGreaterThanOrEqualTo(0.95);
        assertThat(ours.get("paraphrase")).describedAs("paraphrases; wrong: %s", wrong).isGreaterThanOrEqualTo(0.80);
        assertThat(ours.get("unseen")).describedAs("written after the terms; wrong: %s", wrong).isGreaterThanOrEqualTo(0.95);
        assertThat(ours.get("all")).isGreaterThan(reference.get("all") + 0.2);
    }

    @Test
    void real_questions_that_the_reference_routes_well_keep_their_leaf() {
        int same = 0;
        int all = 0;
        List<String> different = new ArrayList<>();
        for (JsonNode c : Cases.of("/parity/routing.jsonl")) {
            if (!c.get("category").textValue().endsWith("/realistic") || c.has("classifier_reply")) {
                continue;
            }
            String found = routing.route(SeededRegistry.snapshot(), Profile.DEFAULT, c.get("router").textValue(),
                    c.get("question").textValue(), c.get("image_count").intValue())
                    .orElseThrow()
                    .route();
            all++;
            if (found.equals(c.get("expected").get("route").textValue())) {
                same++;
            } else {
                different.add(c.get("expected").get("route").textValue() + " -> " + found + ": " + c.get("question").textValue());
            }
        }
        // The rest are the misreadings that the default profile is there to correct.
        assertThat((double) same / all).describedAs("different: %s", String.join("\n", different)).isGreaterThanOrEqualTo(0.80);
    }

    private Map<String, Double> accuracy(Profile profile, List<String> wrong) {
        Map<String, int[]> counts = new TreeMap<>();
        for (JsonNode sentence : sentences) {
            Routing.Route route = routing.route(SeededRegistry.snapshot(), profile, sentence.get("router").textValue(),
                    sentence.get("question").textValue(), sentence.get("images").intValue())
                    .orElseThrow();
            boolean right = route.route().equals(sentence.get("route").textValue());
            if (!right) {
                wrong.add(sentence.get("kind").textValue() + ": \"" + sentence.get("question").textValue() + "\" went to " + route.route()
                        + ", not " + sentence.get("route").textValue() + " " + route.trace().terms() + "\n");
            }
            for (String key : List.of("all", sentence.get("kind").textValue())) {
                int[] count = counts.computeIfAbsent(key, k -> new int[2]);
                count[0] += right ? 1 : 0;
                count[1]++;
            }
        }
        Map<String, Double> shares = new TreeMap<>();
        counts.forEach((key, count) -> shares.put(key, Math.round(1000.0 * count[0] / count[1]) / 1000.0));
        return shares;
    }
}

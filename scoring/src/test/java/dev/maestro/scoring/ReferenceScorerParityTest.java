package dev.maestro.scoring;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The cases were computed by running the reference system; the form is one JSON object a line. */
@Tag("database")
class ReferenceScorerParityTest {
    private final Scorer scorer = new ReferenceScorer(NameResolver.of(SeededRegistry.snapshot(), Profile.REFERENCE));

    @Test
    void every_recorded_trajectory_gets_the_same_scores() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<JsonNode> cases = cases();
        for (JsonNode parity : cases) {
            List<String> truth = new ArrayList<>();
            parity.get("ground_truth").forEach(each -> truth.add(each.textValue()));
            Score score = scorer.score(
                    new Sample(parity.get("data_source").textValue(), truth, parity.get("trajectory").textValue(), Optional.empty()));
            JsonNode expected = parity.get("expected");
            if (score.accuracy() != expected.get("accuracy").asDouble() || score.format() != expected.get("format_score").asDouble()
                    || score.total() != expected.get("total").asDouble()) {
                wrong.add(parity.get("id").textValue() + " " + parity.get("category").textValue() + ": expected " + expected + ", was "
                        + score);
            }
        }
        assertThat(cases).hasSizeGreaterThan(1_000);
        assertThat(wrong).isEmpty();
    }

    private static List<JsonNode> cases() throws IOException {
        try (InputStream in = ReferenceScorerParityTest.class.getResourceAsStream("/parity/reward.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Json::tree).toList();
        }
    }
}

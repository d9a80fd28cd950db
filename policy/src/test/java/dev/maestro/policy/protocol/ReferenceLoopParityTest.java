package dev.maestro.policy.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The cases were computed by running the reference system; the form is one JSON object a line. */
class ReferenceLoopParityTest {
    private final ReferenceLoop loop = new ReferenceLoop(new ReferenceNames());

    private static List<JsonNode> cases(String kind) throws IOException {
        try (InputStream in = ReferenceLoopParityTest.class.getResourceAsStream("/parity/protocol.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(Json::tree)
                    .filter(c -> c.get("kind").asText().equals(kind)).toList();
        }
    }

    @Test
    void every_recorded_loop_step_comes_to_the_same_outcome() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<JsonNode> cases = cases("loop_step");
        for (JsonNode parity : cases) {
            ReferenceLoop.Outcome outcome = loop.step(parity.get("step").asInt(), parity.get("max_turns").asInt(),
                    parity.get("response").asText(), parity.get("finish_reason").asText());
            ObjectNode actual = fields(outcome);
            parity.get("expected").properties().forEach(field -> {
                if (!field.getValue().equals(actual.get(field.getKey()))) {
                    wrong.add(parity.get("id").asText() + " " + parity.get("category").asText() + " " + field.getKey() + ": expected "
                            + field.getValue() + ", was " + actual.get(field.getKey())
                            + " for step " + parity.get("step") + " of " + parity.get("max_turns") + " " + parity.get("finish_reason") + " "
                            + parity.get("response"));
                }
            });
        }
        assertThat(cases).hasSizeGreaterThan(200);
        assertThat(wrong).isEmpty();
    }

    @Test
    void every_recorded_observation_is_cut_alike() throws IOException {
        List<JsonNode> cases = cases("observation");
        assertThat(cases).isNotEmpty().allSatisfy(parity -> {
            String observation = ReferenceLoop.observation(parity.get("skill_output").asText());
            assertThat(observation).isEqualTo(parity.get("expected").get("observation").asText());
            assertThat(ReferenceLoop.informationBlock(observation)).isEqualTo(parity.get("expected").get("information_block").asText());
        });
    }

    @Test
    void every_recorded_query_to_the_batch_interface_comes_to_the_same_outcome() throws IOException {
        List<String> wrong = new ArrayList<>();
        List<JsonNode> cases = cases("orchestrator_query");
        for (JsonNode parity : cases) {
            ObjectNode actual = fields(loop.query(parity.get("query").asText()));
            parity.get("expected").properties().forEach(field -> {
                if (!field.getValue().equals(actual.get(field.getKey()))) {
                    wrong.add(parity.get("id").asText() + " " + field.getKey() + ": expected " + field.getValue() + ", was "
                            + actual.get(field.getKey()) + " for " + parity.get("query"));
                }
            });
        }
        assertThat(cases).isNotEmpty();
        assertThat(wrong).isEmpty();
    }

    private static ObjectNode fields(ReferenceLoop.Outcome outcome) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT));
        node.put("model", outcome.model().map(ReferenceLoop.Model::name).orElse(null));
        node.put("port", outcome.model().map(ReferenceLoop.Model::port).orElse(null));
        node.put("skill", outcome.skill().orElse(null));
        node.put("input", outcome.input().orElse(null));
        node.put("answer", outcome.answer().orElse(null));
        node.put("error", outcome.error().orElse(null));
        node.put("stop_reason", outcome.stopReason().orElse(null));
        node.put("policy_called_again", outcome.calledAgain());
        node.put("kept_text", outcome.kept());
        return node;
    }
}

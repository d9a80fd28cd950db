package dev.maestro.activities.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.policy.Transcript.Observation;
import java.util.ArrayList;
import java.util.List;

/** An observation as the history stores it: {@code {"type": "evidence" | "refused" | "failed", …}}. */
public final class ObservationJson {
    private ObservationJson() {}

    public static String write(Observation observation) {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("type", kind(observation).wire());
        switch (observation) {
            case Observation.Evidence(var expert, var skill, var leaf, var text) ->
                node.put("expert", expert).put("skill", skill).put("leaf", leaf).put("text", text);
            case Observation.Refused(var code, var reason, var validNames) -> {
                ArrayNode names = node.put("code", code).put("reason", reason).putArray("valid_names");
                validNames.forEach(names::add);
            }
            case Observation.Failed(var failure, var message) ->
                node.put("failure", failure).put("message", message);
        }
        return node.toString();
    }

    public static ObservationKind kind(Observation observation) {
        return switch (observation) {
            case Observation.Evidence _ -> ObservationKind.EVIDENCE;
            case Observation.Refused _ -> ObservationKind.REFUSED;
            case Observation.Failed _ -> ObservationKind.FAILED;
        };
    }

    /** @throws IllegalArgumentException when the text is not what {@link #write} writes */
    public static Observation read(String json) {
        JsonNode node = Json.tree(json);
        return switch (node.path("type").asText()) {
            case "evidence" -> new Observation.Evidence(
                    node.path("expert").asText(), node.path("skill").asText(), node.path("leaf").asText(), node.path("text").asText());
            case "refused" -> {
                List<String> names = new ArrayList<>();
                node.path("valid_names").forEach(n -> names.add(n.asText()));
                yield new Observation.Refused(node.path("code").asText(), node.path("reason").asText(), names);
            }
            case "failed" -> new Observation.Failed(node.path("failure").asText(), node.path("message").asText());
            default -> throw new IllegalArgumentException("not an observation: type \"" + node.path("type").asText() + "\"");
        };
    }
}

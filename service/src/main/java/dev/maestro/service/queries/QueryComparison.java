package dev.maestro.service.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.submissions.QueryOverview;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Two queries beside each other: under which conditions they ran, turn by turn what they did, and where they first differ. */
final class QueryComparison {
    private QueryComparison() {}

    /** @param first audit as JSON; likewise {@code second} */
    static ObjectNode of(QueryOverview a, JsonNode first, QueryOverview b, JsonNode second) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("object", "comparison").put("a", a.id()).put("b", b.id());
        ArrayNode conditions = body.putArray("conditions");
        differences(conditions, conditions(a), conditions(b));
        ArrayNode turns = body.putArray("turns");
        Map<Integer, Map<String, JsonNode>> left = turns(first);
        Map<Integer, Map<String, JsonNode>> right = turns(second);
        TreeSet<Integer> numbers = new TreeSet<>(left.keySet());
        numbers.addAll(right.keySet());
        Integer firstDifference = null;
        for (int number : numbers) {
            ObjectNode turn = turns.addObject().put("turn", number).put("in_a", left.containsKey(number)).put("in_b",
                    right.containsKey(number));
            ArrayNode differing = turn.putArray("differences");
            differences(differing, left.getOrDefault(number, Map.of()), right.getOrDefault(number, Map.of()));
            if (firstDifference == null && !differing.isEmpty()) {
                firstDifference = number;
            }
        }
        body.put("first_differing_turn", firstDifference);
        differences(body.putArray("results"), results(a), results(b));
        return body;
    }

    private static void differences(ArrayNode into, Map<String, JsonNode> a, Map<String, JsonNode> b) {
        TreeSet<String> names = new TreeSet<>(a.keySet());
        names.addAll(b.keySet());
        for (String name : names) {
            JsonNode left = a.getOrDefault(name, Json.MAPPER.nullNode());
            JsonNode right = b.getOrDefault(name, Json.MAPPER.nullNode());
            if (!left.equals(right)) {
                ObjectNode difference = into.addObject().put("what", name);
                difference.set("a", left);
                difference.set("b", right);
            }
        }
    }

    private static Map<String, JsonNode> conditions(QueryOverview query) {
        Map<String, JsonNode> values = new TreeMap<>();
        values.put("question", tree(query.question()));
        values.put("images", tree(query.images()));
        values.put("profile", tree(query.profile()));
        values.put("policy", tree(query.policy()));
        values.put("limits", QueryBodies.limits(query.limits()));
        query.pin().ifPresent(pin -> {
            values.put("registry_revision", tree(pin.registryRevision()));
            values.put("rule_set", tree(pin.ruleSet()));
            values.put("policy_version", tree(pin.policyVersion()));
        });
        return values;
    }

    private static Map<String, JsonNode> results(QueryOverview query) {
        Map<String, JsonNode> values = new TreeMap<>();
        values.put("status", tree(query.status()));
        values.put("answer", tree(query.answer().orElse("")));
        values.put("reason", tree(query.reason()));
        values.put("tokens", tree(query.tokens()));
        values.put("cost_micros", tree(query.costMicros()));
        values.put("turns", tree(query.turns()));
        values.put("steps", tree(query.steps()));
        return values;
    }

    private static JsonNode tree(Object value) {
        return Json.MAPPER.valueToTree(value);
    }

    private static Map<Integer, Map<String, JsonNode>> turns(JsonNode audit) {
        Map<Integer, Map<String, JsonNode>> turns = new LinkedHashMap<>();
        for (JsonNode turn : audit.path("turns")) {
            int number = turn.path("decision").path("turn").asInt();
            Map<String, JsonNode> values = new TreeMap<>();
            values.put("action", turn.path("decision").path("action"));
            values.put("candidates", turn.path("decision").path("candidates"));
            JsonNode verdict = turn.path("observation").path("verdict");
            values.put("verdict", verdict.path("type"));
            values.put("leaf", verdict.path("leaf"));
            values.put("observation", turn.path("observation").path("observation"));
            ArrayNode experts = Json.MAPPER.createArrayNode();
            long tokens = 0;
            long micros = 0;
            for (JsonNode step : audit.path("steps")) {
                if (step.path("turn").asInt() == number) {
                    experts.add(step.path("expert").asText());
                    tokens += step.path("input_tokens").asLong() + step.path("output_tokens").asLong();
                    micros += step.path("cost_micros").asLong();
                }
            }
            values.put("experts", experts);
            values.put("tokens", tree(tokens));
            values.put("cost_micros", tree(micros));
            values.values().removeIf(JsonNode::isMissingNode);
            turns.put(number, values);
        }
        return turns;
    }
}

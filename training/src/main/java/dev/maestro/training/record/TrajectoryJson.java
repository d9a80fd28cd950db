package dev.maestro.training.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import java.util.ArrayList;
import java.util.List;

/** The trajectories of one prompt as they stand in the record: the prompt once, then each way in which it went on. */
public final class TrajectoryJson {
    private TrajectoryJson() {}

    /** @param group trajectories of one prompt, at least one */
    public static JsonNode write(List<Trajectory> group) {
        Trajectory first = group.getFirst();
        ObjectNode said = Json.MAPPER.createObjectNode();
        said.put("group", first.group());
        said.set("prompt", ids(first.prompt()));
        ArrayNode all = said.putArray("trajectories");
        for (Trajectory one : group) {
            ObjectNode row = all.addObject();
            row.put("id", one.id()).put("reward", one.reward()).put("ending", one.ending().name()).put("temperature", one.temperature())
                    .put("policy", one.policyVersion());
            row.set("response", ids(one.response()));
            ArrayNode decisions = row.putArray("decisions");
            for (Decision decision : one.decisions()) {
                decisions.addObject().put("at", decision.position()).put("kind", decision.kind().name()).put("chosen", decision.chosen())
                        .put("log", decision.logProbability()).put("trained", decision.trained())
                        .put("explored", decision.explored()).set("allowed", ids(decision.allowed()));
            }
        }
        return said;
    }

    /** What {@link #write} wrote, equal to what was given. */
    public static List<Trajectory> read(JsonNode said) {
        List<Trajectory> group = new ArrayList<>();
        for (JsonNode row : said.path("trajectories")) {
            List<Decision> decisions = new ArrayList<>();
            for (JsonNode decision : row.path("decisions")) {
                decisions.add(new Decision(decision.path("at").asInt(), ids(decision.path("allowed")), decision.path("chosen").asInt(),
                        decision.path("log").asDouble(), DecisionKind.valueOf(decision.path("kind").asText()),
                        decision.path("trained").asBoolean(), decision.path("explored").asDouble()));
            }
            group.add(new Trajectory(row.path("id").asText(), said.path("group").asText(), ids(said.path("prompt")),
                    ids(row.path("response")), decisions, row.path("reward").asDouble(), Ending.valueOf(row.path("ending").asText()),
                    row.path("temperature").asDouble(), row.path("policy").asText()));
        }
        return group;
    }

    private static ArrayNode ids(int[] ids) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        for (int id : ids) {
            all.add(id);
        }
        return all;
    }

    private static int[] ids(JsonNode said) {
        int[] ids = new int[said.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = said.get(i).asInt();
        }
        return ids;
    }
}

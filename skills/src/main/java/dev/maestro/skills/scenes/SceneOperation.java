package dev.maestro.skills.scenes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.skills.replies.LooseJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One step of a program.
 *
 * @param name what it does
 * @param of   numbers of the earlier steps it works on, from 1
 * @param with attributes that are asked for
 */
record SceneOperation(String name, List<Integer> of, Map<String, String> with) {
    /** Questions that chain more than this were not seen; a longer program is a model that repeats itself. */
    private static final int MOST = 40;

    /** The program in a reply: the longest list of steps in it. Empty when there is none. Total. */
    static List<SceneOperation> read(String reply) {
        List<SceneOperation> longest = List.of();
        for (JsonNode node : LooseJson.findAll(reply)) {
            List<SceneOperation> program = new ArrayList<>();
            collect(node, program, 0);
            longest = program.size() > longest.size() ? program : longest;
        }
        return List.copyOf(longest);
    }

    private static void collect(JsonNode node, List<SceneOperation> program, int depth) {
        if (depth > 6 || program.size() >= MOST) {
            return;
        }
        String name = node.path("op").asText("");
        if (!name.isEmpty()) {
            List<Integer> of = new ArrayList<>();
            JsonNode given = node.path("of");
            if (given.isArray()) {
                given.forEach(n -> of.add(n.asInt()));
            } else if (!given.isMissingNode()) {
                of.add(given.asInt());
            }
            Map<String, String> with = new LinkedHashMap<>();
            node.properties().forEach(field -> {
                if (!field.getKey().equals("op") && !field.getKey().equals("of") && field.getValue().isTextual()) {
                    with.put(AttributeWords.one(field.getKey()), AttributeWords.one(field.getValue().asText()));
                }
            });
            program.add(new SceneOperation(AttributeWords.one(name).replace(' ', '_'), List.copyOf(of), Map.copyOf(with)));
            return;
        }
        node.forEach(child -> collect(child, program, depth + 1));
    }
}

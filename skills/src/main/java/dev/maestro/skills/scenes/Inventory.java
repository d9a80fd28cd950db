package dev.maestro.skills.scenes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.skills.replies.Boxes;
import dev.maestro.skills.replies.LooseJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a list of objects from a reply. Total. */
final class Inventory {
    /** A scene has about ten; more than this is a model that repeats itself. */
    private static final int MOST = 100;
    private static final List<String> ATTRIBUTES = List.of("shape", "colour", "material", "size");

    private Inventory() {}

    static List<SceneObject> read(String reply) {
        List<SceneObject> objects = new ArrayList<>();
        LooseJson.findAll(reply).forEach(node -> collect(node, objects, 0));
        return List.copyOf(objects);
    }

    private static void collect(JsonNode node, List<SceneObject> objects, int depth) {
        if (depth > 6 || objects.size() >= MOST) {
            return;
        }
        if (node.isObject()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            node.properties().forEach(field -> {
                String name = AttributeWords.one(field.getKey());
                if (ATTRIBUTES.contains(name) && field.getValue().isTextual() && !field.getValue().asText().isBlank()) {
                    attributes.put(name, AttributeWords.one(field.getValue().asText()));
                }
            });
            if (attributes.size() >= 2 || attributes.containsKey("shape")) {
                objects.add(object(objects.size() + 1, attributes, node));
                return;
            }
        }
        node.forEach(child -> collect(child, objects, depth + 1));
    }

    private static SceneObject object(int number, Map<String, String> attributes, JsonNode node) {
        List<Boxes.Written> boxes = Boxes.read(node.toString());
        if (boxes.isEmpty()) {
            return new SceneObject(number, attributes, node.path("x").asDouble(Double.NaN), node.path("y").asDouble(Double.NaN));
        }
        Boxes.Written box = boxes.getFirst();
        return new SceneObject(number, attributes, (box.x1() + box.x2()) / 2, Math.max(box.y1(), box.y2()));
    }
}

package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The same for the same request, however its JSON was written and its images were named: over the body with its fields in order, without
 * how the answer is sent, and with hashes in place of images.
 */
final class RequestHash {
    private static final Set<String> HOW_IT_IS_SENT = Set.of("stream", "stream_options");

    private RequestHash() {}

    /**
     * The body in its canonical form.
     *
     * @param hashes of images, by their names in the request
     */
    static ObjectNode canonical(ObjectNode body, Map<String, ContentHash> hashes) {
        ObjectNode copy = body.deepCopy();
        copy.remove(HOW_IT_IS_SENT);
        return (ObjectNode) ordered(copy, hashes);
    }

    static String of(ObjectNode canonical) {
        return ContentHash.of(Json.write(canonical)).value();
    }

    private static JsonNode ordered(JsonNode node, Map<String, ContentHash> hashes) {
        if (node instanceof ObjectNode object) {
            ObjectNode sorted = Json.MAPPER.createObjectNode();
            Map<String, JsonNode> fields = new TreeMap<>();
            object.forEachEntry(fields::put);
            fields.forEach((name, value) -> sorted.set(name, ordered(value, hashes)));
            return sorted;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = Json.MAPPER.createArrayNode();
            array.forEach(value -> copy.add(ordered(value, hashes)));
            return copy;
        }
        if (node.isTextual()) {
            ContentHash hash = hashes.get(node.textValue().strip());
            if (hash != null) {
                return TextNode.valueOf(hash.value());
            }
            // An image that was not looked at: of an earlier message.
            return node.textValue().startsWith("data:") ? TextNode.valueOf(ContentHash.of(node.textValue()).value()) : node;
        }
        return node;
    }
}

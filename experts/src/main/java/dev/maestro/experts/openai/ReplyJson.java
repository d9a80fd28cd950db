package dev.maestro.experts.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;

/** Reads what servers take for JSON: numbers that are none, line ends within texts. Nobody here looks at those. */
final class ReplyJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private ReplyJson() {}

    /** One object and nothing behind it; empty for anything else. */
    static Optional<JsonNode> object(String json) {
        return value(json).filter(JsonNode::isObject);
    }

    /** One value and nothing behind it. */
    static Optional<JsonNode> value(String json) {
        try (var parser = MAPPER.createParser(json)) {
            JsonNode node = MAPPER.readTree(parser);
            return node != null && !node.isMissingNode() && parser.nextToken() == null ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a text can be read", e);
        }
    }

    /** An object that holds this message. */
    static JsonNode message(String words) {
        return JsonNodeFactory.instance.objectNode().put("message", words);
    }
}

package dev.maestro.experts.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Image;
import dev.maestro.core.Json;
import dev.maestro.experts.openai.ChatRequest.Message;
import java.util.Base64;

/** Writes a request as the server reads it. */
final class RequestBody {
    private RequestBody() {}

    static byte[] of(ChatRequest request) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("model", request.model());
        ArrayNode messages = body.putArray("messages");
        request.messages().forEach(message -> messages.add(message(message)));
        body.put("temperature", request.temperature());
        if (request.topP() < 1) {
            body.put("top_p", request.topP());
        }
        body.put("max_tokens", request.maxTokens());
        if (!request.stop().isEmpty()) {
            request.stop().forEach(body.putArray("stop")::add);
        }
        request.seed().ifPresent(seed -> body.put("seed", seed));
        body.put("stream", true);
        body.putObject("stream_options").put("include_usage", true);
        try {
            return Json.MAPPER.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can be written", e);
        }
    }

    private static ObjectNode message(Message message) {
        ObjectNode node = Json.MAPPER.createObjectNode().put("role", message.role());
        if (message.images().isEmpty()) {
            return node.put("content", message.text());
        }
        ArrayNode content = node.putArray("content");
        for (Image image : message.images()) {
            content.addObject().put("type", "image_url").putObject("image_url")
                    .put("url", "data:" + image.mediaType() + ";base64," + Base64.getEncoder().encodeToString(image.bytes()));
        }
        content.addObject().put("type", "text").put("text", message.text());
        return node;
    }
}

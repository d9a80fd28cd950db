package dev.maestro.activities.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.activities.record.RecordedTexts;
import dev.maestro.core.ContentHash;
import dev.maestro.core.Json;
import dev.maestro.experts.ExpertRequest;
import java.util.List;
import java.util.TreeMap;

/**
 * A request to an expert, and the images in it by hash.
 *
 * @param hashes of the originals and crops that {@code request} shows, in its order, before they were scaled for the expert
 */
record ExpertCall(ExpertRequest request, List<ContentHash> hashes) {
    ExpertCall {
        hashes = List.copyOf(hashes);
    }

    /** What was sent, for the audit: images by hash, never a credential. */
    String json() {
        ObjectNode node = Json.MAPPER.createObjectNode();
        node.put("task", request.capability());
        node.put("expert", request.expert().name());
        request.expert().model().ifPresent(m -> node.put("model", m));
        node.put("system", RecordedTexts.clean(request.system()));
        node.put("prompt", RecordedTexts.clean(request.prompt()));
        node.put("question", RecordedTexts.clean(request.question()));
        ObjectNode parameters = node.putObject("parameters");
        new TreeMap<>(request.parameters()).forEach(parameters::put);
        ArrayNode images = node.putArray("images");
        hashes.forEach(h -> images.add(h.value()));
        node.put("max_output_tokens", request.maxOutputTokens());
        node.put("temperature", request.expert().temperature());
        node.put("idempotency_key", request.idempotencyKey());
        return node.toString();
    }
}

package dev.maestro.service.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.feed.FeedEvent;

/** Events as the API tells them. */
public final class EventBodies {
    /** Candidates of a decision that are told; how many there were is told, too. */
    private static final int CANDIDATES = 10;
    /** Characters of an observation. */
    private static final int OBSERVED = 2_000;

    private EventBodies() {}

    /** The event as a JSON object: number, run, time, and what the record says. */
    public static ObjectNode of(FeedEvent event) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("seq", event.seq()).put("event", event.kind()).put("run", event.run()).put("at", event.at().toString());
        switch (event.kind()) {
            case "decided" -> decided(body, event.data());
            case "verdict" -> verdict(body, event.data());
            case "observed" -> observed(body, event.data());
            case "paused", "resumed", "cancel_requested" -> body.put("by", event.data().path("detail").asText());
            case "approval_requested" -> body.put("target", event.data().path("detail").asText());
            case "approval_decided" -> {
                String detail = event.data().path("detail").asText();
                int by = detail.lastIndexOf(" by ");
                body.put("decision", event.data().path("kind").asText().equals("approved") ? "approve" : "deny");
                body.put("target", by < 0 ? detail : detail.substring(0, by)).put("by", by < 0 ? "" : detail.substring(by + 4));
            }
            default -> body.setAll((ObjectNode) event.data());
        }
        return body;
    }

    private static void decided(ObjectNode body, JsonNode data) {
        body.setAll((ObjectNode) data.deepCopy());
        ArrayNode best = body.putArray("candidates");
        data.path("candidates").forEach(candidate -> {
            if (best.size() < CANDIDATES) {
                best.add(candidate);
            }
        });
        body.put("candidates_total", data.path("candidates").size());
    }

    private static void verdict(ObjectNode body, JsonNode data) {
        JsonNode verdict = data.path("verdict");
        JsonNode then = verdict.has("then") ? verdict.path("then") : verdict;
        JsonNode trace = verdict.path("trace");
        body.set("turn", data.path("turn"));
        body.put("type", verdict.path("type").asText());
        body.set("expert", then.path("expert").isMissingNode() ? null : then.path("expert"));
        body.put("leaf", then.path("leaf").asText(""));
        body.set("fallbacks", then.path("fallbacks").isArray() ? then.path("fallbacks") : Json.MAPPER.createArrayNode());
        body.put("code", verdict.path("code").asText(""));
        body.put("reason", verdict.path("reason").asText(""));
        body.set("valid", verdict.path("validNames").isArray() ? verdict.path("validNames") : Json.MAPPER.createArrayNode());
        body.set("rules", trace.path("rules"));
        body.set("terms", trace.path("terms"));
        body.set("scores", trace.path("scores"));
        body.put("runner_up", trace.path("runnerUp").asText(""));
    }

    private static void observed(ObjectNode body, JsonNode data) {
        JsonNode observation = data.path("observation");
        body.set("turn", data.path("turn"));
        body.put("type", observation.path("type").asText());
        String text = switch (observation.path("type").asText()) {
            case "evidence" -> observation.path("text").asText();
            case "refused" -> observation.path("code").asText() + ": " + observation.path("reason").asText();
            default -> observation.path("failure").asText() + ": " + observation.path("message").asText();
        };
        body.put("text",
                text.length() <= OBSERVED
                        ? text
                        : text.substring(0, text.offsetByCodePoints(0, Math.min(OBSERVED, text.codePointCount(0, text.length())))));
        body.put("text_is_data", true);
    }

    /** The event as a frame of {@code text/event-stream}: number, kind, and the body on one line. */
    public static String frame(FeedEvent event) {
        return "id: " + event.seq() + "\nevent: " + event.kind() + "\ndata: " + Json.write(of(event)) + "\n\n";
    }
}

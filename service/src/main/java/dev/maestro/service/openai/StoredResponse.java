package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.registry.submissions.ClientRequest;
import dev.maestro.registry.submissions.QueryOverview;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * A response as the record has it: any server makes the same of it, also a week later.
 *
 * @param query   as it stands
 * @param request in the client's words
 * @param asked   the body of the request
 */
record StoredResponse(QueryOverview query, ClientRequest request, JsonNode asked) {
    /** Ends that more means would have prevented. */
    private static final Set<String> LIMITS = Set.of("TURNS_EXHAUSTED", "BUDGET_EXCEEDED", "WALL_TIME_EXCEEDED");
    private static final String PREFIX = "resp_";

    static StoredResponse of(QueryOverview query, ClientRequest request) {
        return new StoredResponse(query, request, Json.tree(request.body()));
    }

    static String id(String queryId) {
        return PREFIX + queryId;
    }

    /** The id of the query; of what is no response's id, one that no query has. */
    static String queryId(String responseId) {
        return responseId.startsWith(PREFIX) ? responseId.substring(PREFIX.length()) : "";
    }

    boolean background() {
        return asked.path("background").asBoolean();
    }

    String messageId() {
        return "msg_" + query.id();
    }

    AnswerCut.Text answer() {
        JsonNode most = asked.path("max_output_tokens");
        return new AnswerCut(most.isIntegralNumber() ? OptionalLong.of(most.longValue()) : OptionalLong.empty(), List.of())
                .apply(query.answer().orElse(""));
    }

    String status() {
        return switch (query.status()) {
            case "queued" -> "queued";
            case "answered" -> answer().byLength() ? "incomplete" : "completed";
            case "failed" -> LIMITS.contains(query.reason()) ? "incomplete" : "failed";
            case "cancelled" -> "cancelled";
            default -> "in_progress";
        };
    }

    /** As it was when it was accepted, or had begun: the same at any time. */
    ObjectNode early(String status) {
        return body(status, false);
    }

    ObjectNode body() {
        return body(status(), query.isEnded());
    }

    private ObjectNode body(String status, boolean ended) {
        ObjectNode body = Json.MAPPER.createObjectNode().put("id", id(query.id())).put("object", "response")
                .put("created_at", query.acceptedAt().getEpochSecond()).put("status", status).put("background", background());
        body.put("completed_at", ended ? query.finishedAt().map(java.time.Instant::getEpochSecond).orElse(null) : null);
        if (status.equals("failed")) {
            body.putObject("error").put("code", "server_error").put("message",
                    query.reason() + (query.message().isEmpty() ? "" : ": " + query.message()));
        } else {
            body.putNull("error");
        }
        if (status.equals("incomplete")) {
            body.putObject("incomplete_details").put("reason",
                    query.answer().isPresent() ? "max_output_tokens" : query.reason().toLowerCase(java.util.Locale.ROOT));
        } else {
            body.putNull("incomplete_details");
        }
        body.set("instructions", asked.path("instructions").isTextual() ? asked.path("instructions") : null);
        body.set("max_output_tokens", asked.path("max_output_tokens").isIntegralNumber() ? asked.path("max_output_tokens") : null);
        body.put("model", request.model());
        ArrayNode output = body.putArray("output");
        if (ended && query.answer().isPresent()) {
            output.add(message(status.equals("incomplete") ? "incomplete" : "completed"));
        }
        body.put("parallel_tool_calls", false).put("previous_response_id", request.previous().map(StoredResponse::id).orElse(null));
        body.putObject("reasoning").putNull("effort").putNull("summary");
        body.put("store", true).putNull("temperature");
        body.putObject("text").putObject("format").put("type", "text");
        body.put("tool_choice", "none").putArray("tools");
        body.putNull("top_p").put("truncation", "disabled");
        if (ended) {
            ObjectNode usage = body.putObject("usage").put("input_tokens", query.inputTokens());
            usage.putObject("input_tokens_details").put("cached_tokens", 0).put("cache_write_tokens", 0);
            usage.put("output_tokens", query.tokens() - query.inputTokens());
            usage.putObject("output_tokens_details").put("reasoning_tokens", 0);
            usage.put("total_tokens", query.tokens());
        } else {
            body.putNull("usage");
        }
        body.putNull("user");
        ObjectNode metadata = body.putObject("metadata");
        new TreeMap<>(query.labels()).forEach(metadata::put);
        if (ended) {
            body.set("maestro", ChatBodies.ours(query));
        } else {
            body.putObject("maestro").put("query_id", query.id());
        }
        return body;
    }

    /** The message that is the answer. */
    ObjectNode message(String status) {
        ObjectNode message = Json.MAPPER.createObjectNode().put("id", messageId()).put("type", "message").put("status", status)
                .put("role", "assistant");
        ArrayNode content = message.putArray("content");
        if (!status.equals("in_progress")) {
            content.add(part(answer().text()));
        }
        return message;
    }

    static ObjectNode part(String text) {
        ObjectNode part = Json.MAPPER.createObjectNode().put("type", "output_text").put("text", text);
        part.putArray("annotations");
        part.putArray("logprobs");
        return part;
    }

    /** What was asked, as items in the order in which they were said. */
    List<ObjectNode> items() {
        List<ObjectNode> items = new java.util.ArrayList<>();
        JsonNode input = asked.path("input");
        if (input.isTextual()) {
            ObjectNode item = item(0, "user");
            item.putArray("content").addObject().put("type", "input_text").put("text", input.textValue());
            items.add(item);
        }
        for (int i = 0; i < input.size(); i++) {
            JsonNode given = input.get(i);
            if (!given.path("type").asText("message").equals("message")) {
                continue;
            }
            String role = given.path("role").asText();
            ObjectNode item = item(i, role);
            ArrayNode content = item.putArray("content");
            if (given.path("content").isTextual()) {
                ObjectNode part = content.addObject().put("type", role.equals("assistant") ? "output_text" : "input_text").put("text",
                        given.path("content").textValue());
                if (role.equals("assistant")) {
                    part.putArray("annotations");
                }
            } else {
                given.path("content").forEach(part -> {
                    ObjectNode copy = part.deepCopy();
                    if (copy.path("type").asText().equals("input_image") && !copy.hasNonNull("detail")) {
                        copy.put("detail", "auto");
                    }
                    content.add(copy);
                });
            }
            items.add(item);
        }
        return items;
    }

    private ObjectNode item(int place, String role) {
        return Json.MAPPER.createObjectNode().put("id", "msg_" + query.id() + "_" + place).put("type", "message").put("status", "completed")
                .put("role", role);
    }
}

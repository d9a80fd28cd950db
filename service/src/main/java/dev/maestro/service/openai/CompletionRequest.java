package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.queries.QueryFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The body of {@code POST /v1/chat/completions}, checked.
 *
 * @param question the text of the last user message
 * @param before   the other messages
 * @param images   of that message, else of the newest user message that has any
 * @param times    how many answers are wanted
 * @param usage    whether a stream ends with what was used
 */
record CompletionRequest(RequestOptions options, String question, SaidBefore before, List<NamedImage> images, int times, AnswerCut cut,
        boolean usage) {
    private static final Set<String> USED = Set.of("messages", "n", "stop", "max_tokens", "max_completion_tokens", "tools", "functions",
            "audio", "prediction", "web_search_options", "function_call");
    private static final List<String> REFUSED = List.of("tools", "functions", "audio", "prediction", "web_search_options", "logprobs");
    private static final int MOST_TIMES = 8;
    private static final int MOST_STOPS = 4;

    CompletionRequest {
        images = List.copyOf(images);
    }

    /** @throws MaestroException that names the field and what is valid */
    static CompletionRequest of(ObjectNode body, ModelCatalogue models, ApiCaller caller, boolean textOnly) {
        RequestOptions options = RequestOptions.of(body, models, caller, USED);
        RequestOptions.refuse(body, REFUSED);
        if (body.path("response_format").isObject() && !body.path("response_format").path("type").asText("text").equals("text")) {
            throw RequestOptions.unsupported("response_format",
                    "may be of type text only: an answer is what the record says. Leave it out.");
        }
        body.path("modalities").forEach(modality -> {
            if (!modality.asText().equals("text")) {
                throw RequestOptions.unsupported("modalities", "may be text only. Leave it out.");
            }
        });
        Messages messages = Messages.of(body.path("messages"));
        NamedImage.check(messages.images, textOnly, "messages");
        return new CompletionRequest(options, messages.question, new SaidBefore(messages.before), messages.images,
                (int) RequestOptions.whole(body, "n", 1, MOST_TIMES).orElse(1), cut(body),
                RequestOptions.truth(body.path("stream_options"), "include_usage"));
    }

    private static AnswerCut cut(ObjectNode body) {
        OptionalLong older = RequestOptions.whole(body, "max_tokens", 1, Long.MAX_VALUE);
        OptionalLong newer = RequestOptions.whole(body, "max_completion_tokens", 1, Long.MAX_VALUE);
        List<String> stops = new ArrayList<>();
        JsonNode stop = body.path("stop");
        if (stop.isArray()) {
            for (int i = 0; i < stop.size(); i++) {
                stops.add(QueryFields.text(stop.get(i), "stop[" + i + "]"));
            }
        } else if (!stop.isMissingNode() && !stop.isNull()) {
            stops.add(QueryFields.text(stop, "stop"));
        }
        if (stops.size() > MOST_STOPS || stops.contains("")) {
            throw ApiRequest.invalid("stop", "must be up to " + MOST_STOPS + " texts that are not empty.");
        }
        return new AnswerCut(newer.isPresent() ? newer : older, stops);
    }

    /** What a list of messages comes to. */
    private static final class Messages {
        private static final List<String> ROLES = List.of("system", "developer", "user", "assistant");

        private final List<SaidBefore.Line> before = new ArrayList<>();
        private List<NamedImage> images = List.of();
        private String question = "";

        static Messages of(JsonNode list) {
            if (list.isMissingNode() || list.isNull()) {
                throw new MaestroException(ApiErrors.PARAMETER_MISSING, "messages is missing. Send the question as a user's message.",
                        Map.of("param", "messages"), null);
            }
            if (!list.isArray() || list.isEmpty()) {
                throw ApiRequest.invalid("messages", "must be a list of messages, of which one at least is a user's.");
            }
            int last = -1;
            for (int i = 0; i < list.size(); i++) {
                if (role(list.get(i), "messages[" + i + "]").equals("user")) {
                    last = i;
                }
            }
            if (last < 0) {
                throw ApiRequest.invalid("messages", "has no user's message. Send the question as one.");
            }
            Messages messages = new Messages();
            for (int i = 0; i < list.size(); i++) {
                messages.add(list.get(i), "messages[" + i + "]", i == last);
            }
            return messages;
        }

        private static String role(JsonNode message, String place) {
            if (!message.isObject()) {
                throw ApiRequest.invalid(place, "must be an object with role and content.");
            }
            String role = QueryFields.text(message.path("role"), place + ".role");
            if (role.equals("tool") || role.equals("function") || message.path("tool_calls").size() > 0) {
                throw RequestOptions.unsupported(place, "belongs to a call of a tool, and no tools are offered. Leave it out.");
            }
            if (!ROLES.contains(role)) {
                throw ApiRequest.invalid(place + ".role", "is \"" + ApiJson.shown(role) + "\"; expected " + String.join(", ", ROLES) + ".");
            }
            return role;
        }

        private void add(JsonNode message, String place, boolean isQuestion) {
            String role = message.path("role").asText();
            List<String> texts = new ArrayList<>();
            List<NamedImage> shown = new ArrayList<>();
            JsonNode content = message.path("content");
            String where = place + ".content";
            if (content.isArray()) {
                for (int i = 0; i < content.size(); i++) {
                    part(content.get(i), where + "[" + i + "]", role, texts, shown);
                }
            } else if (!content.isNull() && !content.isMissingNode()) {
                texts.add(QueryFields.text(content, where));
            } else if (!role.equals("assistant")) {
                throw new MaestroException(ApiErrors.PARAMETER_MISSING, where + " is missing. Send a text, or a list of parts.",
                        Map.of("param", where), null);
            }
            String text = String.join("\n", texts);
            if (!shown.isEmpty()) {
                // Later messages come later: those of the last user's message count, else of the newest that has any.
                images = shown;
            }
            if (isQuestion) {
                question = QueryFields.question(com.fasterxml.jackson.databind.node.TextNode.valueOf(text), where);
            } else {
                before.add(new SaidBefore.Line(role, text));
            }
        }

        private static void part(JsonNode part, String place, String role, List<String> texts, List<NamedImage> shown) {
            if (!part.isObject()) {
                throw ApiRequest.invalid(place, "must be an object with a type.");
            }
            String type = QueryFields.text(part.path("type"), place + ".type");
            switch (type) {
                case "text" -> texts.add(QueryFields.text(part.path("text"), place + ".text"));
                case "refusal" -> texts.add(QueryFields.text(part.path("refusal"), place + ".refusal"));
                case "image_url" -> {
                    if (!role.equals("user")) {
                        throw ApiRequest.invalid(place, "is an image in a message of the " + role + "; images belong to a user's message.");
                    }
                    JsonNode image = part.path("image_url");
                    shown.add(image.isTextual()
                            ? NamedImage.of(image, part.path("detail"), place + ".image_url", place + ".detail")
                            : NamedImage.of(image.path("url"), image.path("detail"), place + ".image_url.url",
                                    place + ".image_url.detail"));
                }
                case "input_audio", "file" ->
                    throw RequestOptions.unsupported(place, "is of type " + type + "; expected text or image_url.");
                default -> throw ApiRequest.invalid(place + ".type", "is \"" + ApiJson.shown(type) + "\"; expected text or image_url.");
            }
        }
    }
}

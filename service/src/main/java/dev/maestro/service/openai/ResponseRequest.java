package dev.maestro.service.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.service.access.ApiCaller;
import dev.maestro.service.http.ApiErrors;
import dev.maestro.service.http.ApiJson;
import dev.maestro.service.http.ApiRequest;
import dev.maestro.service.queries.QueryFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The body of {@code POST /v1/responses}, checked; whether there are images enough is left to who knows what went before.
 *
 * @param question   the text of the last user message
 * @param before     instructions and the other messages
 * @param images     of that message, else of the newest user message that has any
 * @param background whether the reply comes at once
 * @param previous   id of the response that this one goes on from
 */
record ResponseRequest(RequestOptions options, String question, List<SaidBefore.Line> before, List<NamedImage> images, AnswerCut cut,
        boolean background, Optional<String> previous) {
    private static final Set<String> USED = Set.of("input", "instructions", "background", "previous_response_id", "max_output_tokens",
            "tools",
            "prompt", "conversation");
    private static final List<String> REFUSED = List.of("tools", "prompt", "conversation");
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant");

    ResponseRequest {
        before = List.copyOf(before);
        images = List.copyOf(images);
    }

    /** @throws MaestroException that names the field and what is valid */
    static ResponseRequest of(ObjectNode body, ModelCatalogue models, ApiCaller caller) {
        RequestOptions options = RequestOptions.of(body, models, caller, USED);
        RequestOptions.refuse(body, REFUSED);
        if (!body.path("text").path("format").path("type").asText("text").equals("text")) {
            throw RequestOptions.unsupported("text.format", "may be of type text only: an answer is what the record says. Leave it out.");
        }
        List<SaidBefore.Line> before = new ArrayList<>();
        if (body.hasNonNull("instructions")) {
            before.add(new SaidBefore.Line("system", QueryFields.text(body.path("instructions"), "instructions")));
        }
        Optional<String> previous = body.hasNonNull("previous_response_id")
                ? Optional.of(QueryFields.text(body.path("previous_response_id"), "previous_response_id"))
                : Optional.empty();
        Input input = Input.of(body.path("input"));
        before.addAll(input.before);
        return new ResponseRequest(options, input.question, before, input.images,
                new AnswerCut(RequestOptions.whole(body, "max_output_tokens", 1, Long.MAX_VALUE), List.of()),
                RequestOptions.truth(body, "background"), previous);
    }

    /** What an input comes to. */
    private static final class Input {
        private final List<SaidBefore.Line> before = new ArrayList<>();
        private List<NamedImage> images = List.of();
        private String question = "";

        static Input of(JsonNode input) {
            if (input.isMissingNode() || input.isNull()) {
                throw new MaestroException(ApiErrors.PARAMETER_MISSING, "input is missing. Send a text, or a list of messages.",
                        Map.of("param", "input"), null);
            }
            Input read = new Input();
            if (input.isTextual()) {
                read.question = QueryFields.question(input, "input");
                return read;
            }
            if (!input.isArray() || input.isEmpty()) {
                throw ApiRequest.invalid("input", "must be a text, or a list of messages, of which one at least is a user's.");
            }
            int last = -1;
            for (int i = 0; i < input.size(); i++) {
                if (role(input.get(i), "input[" + i + "]").equals("user")) {
                    last = i;
                }
            }
            if (last < 0) {
                throw ApiRequest.invalid("input", "has no user's message. Send the question as one.");
            }
            for (int i = 0; i < input.size(); i++) {
                read.add(input.get(i), "input[" + i + "]", i == last);
            }
            return read;
        }

        private static String role(JsonNode item, String place) {
            if (!item.isObject()) {
                throw ApiRequest.invalid(place, "must be an object: a message with role and content.");
            }
            String type = item.hasNonNull("type") ? QueryFields.text(item.path("type"), place + ".type") : "message";
            if (type.equals("reasoning")) {
                // Clients send back what a model thought; of ours nothing is needed again.
                return "reasoning";
            }
            if (!type.equals("message")) {
                throw RequestOptions.unsupported(place, "is of type " + ApiJson.shown(type) + "; messages are taken. Leave it out.");
            }
            String role = QueryFields.text(item.path("role"), place + ".role");
            if (!ROLES.contains(role)) {
                throw ApiRequest.invalid(place + ".role", "is \"" + ApiJson.shown(role) + "\"; expected " + String.join(", ", ROLES) + ".");
            }
            return role;
        }

        private void add(JsonNode item, String place, boolean isQuestion) {
            String role = role(item, place);
            if (role.equals("reasoning")) {
                return;
            }
            List<String> texts = new ArrayList<>();
            List<NamedImage> shown = new ArrayList<>();
            JsonNode content = item.path("content");
            String where = place + ".content";
            if (content.isArray()) {
                for (int i = 0; i < content.size(); i++) {
                    part(content.get(i), where + "[" + i + "]", role, texts, shown);
                }
            } else {
                texts.add(QueryFields.text(content, where));
            }
            String text = String.join("\n", texts);
            if (!shown.isEmpty()) {
                images = shown;
            }
            if (isQuestion) {
                question = QueryFields.question(TextNode.valueOf(text), where);
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
                case "input_text", "output_text", "text" -> texts.add(QueryFields.text(part.path("text"), place + ".text"));
                case "refusal" -> texts.add(QueryFields.text(part.path("refusal"), place + ".refusal"));
                case "input_image" -> {
                    if (!role.equals("user")) {
                        throw ApiRequest.invalid(place, "is an image in a message of the " + role + "; images belong to a user's message.");
                    }
                    shown.add(part.hasNonNull("file_id")
                            ? NamedImage.of(part.path("file_id"), part.path("detail"), place + ".file_id", place + ".detail")
                            : NamedImage.of(part.path("image_url"), part.path("detail"), place + ".image_url", place + ".detail"));
                }
                case "input_audio", "input_file" -> throw RequestOptions.unsupported(place,
                        "is of type " + type + "; expected input_text or input_image.");
                default ->
                    throw ApiRequest.invalid(place + ".type", "is \"" + ApiJson.shown(type) + "\"; expected input_text or input_image.");
            }
        }
    }
}

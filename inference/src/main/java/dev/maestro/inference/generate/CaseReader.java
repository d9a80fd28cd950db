package dev.maestro.inference.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.engine.EngineErrors;
import dev.maestro.inference.engine.Sampling;
import dev.maestro.inference.generate.GenerationCase.CaseImage;
import dev.maestro.inference.generate.GenerationCase.Start;
import dev.maestro.inference.text.ChatTurn;
import dev.maestro.inference.vision.ModelImageErrors;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A line of JSON → a case. Fields that are not known are passed over, unless they ask for another prompt or another drawing. */
final class CaseReader {
    private static final String FORM = "A case is {\"id\": …, \"messages\": [{\"role\": …, \"content\": …}]} or {\"id\": …, \"token_ids\": […]}";
    /** Of a message; leaving them out of the prompt would change what is asked. */
    private static final List<String> UNSUPPORTED = List.of("tool_calls", "reasoning_content", "thinking", "tool_call_id", "name");

    /** Of a case, with the number or flag that asks for nothing; any other value expects another result than the one without it. */
    private static final Map<String, String> UNSUPPORTED_OF_CASE = Map.ofEntries(Map.entry("tools", ""), Map.entry("functions", ""),
            Map.entry("tool_choice", ""), Map.entry("documents", ""),
            Map.entry("videos", ""), Map.entry("chat_template", ""), Map.entry("chat_template_kwargs", ""),
            Map.entry("enable_thinking", ""), Map.entry("add_generation_prompt", "true"),
            Map.entry("continue_final_message", "false"), Map.entry("repetition_penalty", "1"), Map.entry("presence_penalty", "0"),
            Map.entry("frequency_penalty", "0"),
            Map.entry("no_repeat_ngram_size", "0"), Map.entry("num_beams", "1"), Map.entry("logit_bias", ""), Map.entry("bad_words", ""),
            Map.entry("min_tokens", "0"),
            Map.entry("stop_token_ids", ""), Map.entry("response_format", ""), Map.entry("max_new_tokens", ""));

    private final Sampling defaults;

    CaseReader(Sampling defaults) {
        this.defaults = defaults;
    }

    /** The id of a line, whatever else is wrong with it; its number where it has none. */
    static JsonNode id(String line, int number) {
        try {
            JsonNode id = Json.MAPPER.readTree(line).path("id");
            return id.isTextual() || id.isNumber() ? id : IntNode.valueOf(number);
        } catch (JsonProcessingException _) {
            return IntNode.valueOf(number);
        }
    }

    /** @throws CaseRefusedException with what is wrong */
    GenerationCase read(String line, int number) {
        JsonNode root;
        try {
            root = Json.MAPPER.readTree(line);
        } catch (JsonProcessingException e) {
            throw new CaseRefusedException(CaseErrors.CASE_NOT_JSON,
                    "line " + number + " is not JSON: " + e.getOriginalMessage() + ". " + FORM + ", on one line.");
        }
        if (!root.isObject()) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, "line " + number + " holds no object. " + FORM + ".");
        }
        refuseUnsupported(root, number);
        boolean messages = root.hasNonNull("messages");
        boolean tokens = root.hasNonNull("token_ids");
        if (messages == tokens) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, "line " + number + " has "
                    + (messages ? "both messages and token_ids" : "neither messages nor token_ids") + ". " + FORM + ".");
        }
        List<CaseImage> images = new ArrayList<>();
        Start start = messages
                ? new Start.Conversation(turns(root.get("messages"), images))
                : new Start.Tokens(tokens(root.get("token_ids")));
        for (JsonNode image : root.path("images")) {
            if (messages) {
                throw new CaseRefusedException(CaseErrors.CASE_INVALID,
                        "images beside messages: put each where it belongs, as {\"type\": \"image\", \"path\": …} in a content list.");
            }
            images.add(located(image));
        }
        return new GenerationCase(id(line, number), start, images, sampling(root), maxTokens(root), stop(root.path("stop")));
    }

    private static void refuseUnsupported(JsonNode root, int number) {
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            String neutral = UNSUPPORTED_OF_CASE.get(field.getKey());
            JsonNode value = field.getValue();
            boolean asks = value.isContainerNode()
                    ? !value.isEmpty()
                    : !value.isNull() && !value.asText().replaceFirst("\\.0+$", "").equals(neutral);
            if (neutral != null && asks) {
                throw new CaseRefusedException(CaseErrors.FIELD_UNSUPPORTED,
                        "line " + number + " has \"" + field.getKey()
                                + "\", which is not supported and would change what is written. Supported:"
                                + " id, messages, token_ids, images, max_tokens, temperature, top_k, top_p, min_p, seed, stop.");
            }
        }
    }

    private static List<ChatTurn> turns(JsonNode messages, List<CaseImage> images) {
        if (!messages.isArray() || messages.isEmpty()) {
            throw new CaseRefusedException(CaseErrors.MESSAGES_INVALID, "messages must be a list with at least one message.");
        }
        List<ChatTurn> turns = new ArrayList<>();
        for (JsonNode message : messages) {
            if (!message.path("role").isTextual()) {
                throw new CaseRefusedException(CaseErrors.MESSAGES_INVALID,
                        "message " + (turns.size() + 1) + " has no role; system, user and assistant are usual.");
            }
            for (String field : UNSUPPORTED) {
                if (message.hasNonNull(field)) {
                    throw new CaseRefusedException(CaseErrors.MESSAGES_INVALID,
                            "message " + (turns.size() + 1) + " has \"" + field + "\", which is not supported; role and content are.");
                }
            }
            turns.add(turn(message.get("role").textValue(), message.path("content"), turns.size() + 1, images));
        }
        return turns;
    }

    private static ChatTurn turn(String role, JsonNode content, int number, List<CaseImage> images) {
        if (content.isTextual()) {
            return ChatTurn.text(role, content.textValue());
        }
        if (!content.isArray()) {
            throw new CaseRefusedException(CaseErrors.MESSAGES_INVALID, "the content of message " + number
                    + " must be a text or a list of {\"type\": \"text\", …} and {\"type\": \"image\", …}.");
        }
        List<ChatTurn.Part> parts = new ArrayList<>();
        for (JsonNode part : content) {
            switch (part.path("type").asText()) {
                case "text" -> {
                    if (!part.path("text").isTextual()) {
                        throw new CaseRefusedException(CaseErrors.MESSAGES_INVALID,
                                "a text part of message " + number + " has no \"text\".");
                    }
                    parts.add(new ChatTurn.Part.Text(part.get("text").textValue()));
                }
                case "image" -> {
                    images.add(located(
                            Stream.of("path", "image", "url").map(part::path).filter(JsonNode::isTextual).findFirst().orElse(part)));
                    parts.add(new ChatTurn.Part.Image());
                }
                default -> throw new CaseRefusedException(CaseErrors.MESSAGES_INVALID, "a part of message " + number + " is of type \""
                        + part.path("type").asText() + "\"; text and image are supported.");
            }
        }
        return ChatTurn.parts(role, parts);
    }

    private static CaseImage located(JsonNode where) {
        String address = where.isTextual() ? where.textValue() : where.path("path").asText("");
        if (address.isEmpty()) {
            throw new CaseRefusedException(ModelImageErrors.PICTURE_INVALID, "an image has no \"path\".");
        }
        if (address.startsWith("http://") || address.startsWith("https://")) {
            throw new CaseRefusedException(ModelImageErrors.PICTURE_INVALID,
                    "\"" + address + "\" is an address; nothing is fetched here. Give the path of a file.");
        }
        if (!address.startsWith("data:")) {
            return new CaseImage.File(address.startsWith("file://") ? address.substring("file://".length()) : address);
        }
        try {
            return new CaseImage.Inline(Base64.getMimeDecoder().decode(address.substring(address.indexOf(',') + 1)));
        } catch (IllegalArgumentException e) {
            throw new CaseRefusedException(ModelImageErrors.PICTURE_INVALID,
                    "the data of an inline image is not base64: " + e.getMessage() + ".");
        }
    }

    private static int[] tokens(JsonNode ids) {
        if (!ids.isArray()) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, "token_ids must be a list of whole numbers.");
        }
        int[] tokens = new int[ids.size()];
        for (int i = 0; i < tokens.length; i++) {
            if (!ids.get(i).canConvertToInt() || !ids.get(i).isIntegralNumber()) {
                throw new CaseRefusedException(CaseErrors.CASE_INVALID,
                        "token_ids must be a list of whole numbers; number " + (i + 1) + " is " + ids.get(i) + ".");
            }
            tokens[i] = ids.get(i).intValue();
        }
        return tokens;
    }

    private Sampling sampling(JsonNode root) {
        double temperature = number(root, "temperature", defaults.temperature());
        int topK = (int) whole(root, "top_k", defaults.topK());
        double topP = number(root, "top_p", defaults.topP());
        double minP = number(root, "min_p", defaults.minP());
        long seed = whole(root, "seed", 0);
        try {
            return new Sampling(temperature, topK, topP, minP, seed);
        } catch (MaestroException e) {
            throw new CaseRefusedException(EngineErrors.SAMPLING_INVALID, e.reason() + ".");
        }
    }

    private static OptionalInt maxTokens(JsonNode root) {
        if (!root.hasNonNull("max_tokens")) {
            return OptionalInt.empty();
        }
        long most = whole(root, "max_tokens", 0);
        if (most < 1 || most > Integer.MAX_VALUE) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, "max_tokens " + most + "; at least 1 is needed.");
        }
        return OptionalInt.of((int) most);
    }

    private static List<String> stop(JsonNode stop) {
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        List<JsonNode> strings = new ArrayList<>();
        if (stop.isArray()) {
            stop.forEach(strings::add);
        } else {
            strings.add(stop);
        }
        if (strings.stream().anyMatch(string -> !string.isTextual() || string.textValue().isEmpty())) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, "stop must be a text or a list of texts, none of them empty.");
        }
        return strings.stream().map(JsonNode::textValue).toList();
    }

    private static double number(JsonNode root, String name, double otherwise) {
        if (!root.hasNonNull(name)) {
            return otherwise;
        }
        if (!root.get(name).isNumber()) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, name + " must be a number, not " + root.get(name) + ".");
        }
        return root.get(name).doubleValue();
    }

    private static long whole(JsonNode root, String name, long otherwise) {
        if (!root.hasNonNull(name)) {
            return otherwise;
        }
        if (!root.get(name).isIntegralNumber() || !root.get(name).canConvertToLong()) {
            throw new CaseRefusedException(CaseErrors.CASE_INVALID, name + " must be a whole number, not " + root.get(name) + ".");
        }
        return root.get(name).longValue();
    }
}

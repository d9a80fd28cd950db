package dev.maestro.experts.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds in what a server sent whether it reports an error, and the words in which it does. */
final class ServerWords {
    /** Where servers put them, in the order of how much they tell. */
    private static final List<String> FIELDS = List.of("error", "message", "msg", "detail", "error_description", "errors", "title",
            "reason");

    private ServerWords() {}

    /** An {@code error} that says something, or an object of error; {@code ""}, {@code {}}, {@code false} and a code of 0 say nothing. */
    static boolean isError(JsonNode node) {
        JsonNode error = node.path("error");
        boolean whole = node.path("choices").isArray() && !node.path("choices").isEmpty();
        return says(error) || "error".equals(node.path("object").asText()) || "error".equals(node.path("type").asText()) && !whole
                || !whole && node.path("code").asInt(0) >= 400 && node.path("message").isTextual();
    }

    private static boolean says(JsonNode error) {
        if (error.isObject()) {
            return !in(error).isEmpty() || error.path("code").asInt(0) != 0 || !error.path("code").asText("0").matches("0|")
                    || !error.path("type").asText("").isBlank();
        }
        return error.isTextual() && !error.asText().isBlank() || error.isBoolean() && error.asBoolean()
                || error.isNumber() && error.asInt() != 0 || error.isArray() && !error.isEmpty();
    }

    /** The status that an error within a reply names; 500 where it names none. */
    static int status(JsonNode error) {
        int code = error.path("error").path("code").asInt(error.path("code").asInt(error.path("error").path("status").asInt(0)));
        return code >= 400 ? code : 500;
    }

    /** The words of a body that came with a status of failure: JSON of any shape, or plain text. Pages for browsers have none. */
    static String of(String body, String contentType) {
        Optional<JsonNode> json = ReplyJson.value(body);
        if (json.isPresent()) {
            return in(json.get());
        }
        String plain = body.strip();
        return plain.startsWith("<") || contentType.startsWith("text/html") || plain.startsWith("{") ? "" : plain;
    }

    /** As {@link #of}, empty where there are none. */
    static String in(JsonNode node) {
        if (node.isTextual()) {
            return node.asText().strip();
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false).map(ServerWords::in).filter(words -> !words.isEmpty()).limit(3)
                    .collect(Collectors.joining("; "));
        }
        for (String field : node.isObject() ? FIELDS : List.<String>of()) {
            String words = in(node.path(field));
            if (!words.isEmpty()) {
                return field.equals("msg") && node.path("loc").isArray() ? place(node.path("loc")) + ": " + words : words;
            }
        }
        return "";
    }

    private static String place(JsonNode loc) {
        return StreamSupport.stream(loc.spliterator(), false).map(JsonNode::asText).collect(Collectors.joining("."));
    }
}

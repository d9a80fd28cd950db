package dev.maestro.experts.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Puts the text of the first choice together from whatever shape servers give it. It belongs to one thread. */
final class ReplyText {
    private static final Set<String> TEXT_PARTS = Set.of("", "text", "output_text");

    private final StringBuilder text = new StringBuilder();
    private boolean choice;
    private boolean nothingSaid = true;

    /** The choice of index 0 or of none; a missing node where there is no such. */
    JsonNode first(JsonNode choices) {
        for (JsonNode each : choices) {
            if (each.path("index").asInt(0) == 0) {
                return each;
            }
        }
        return choices.path(-1);
    }

    /** @param first a choice, with {@code delta}, {@code message} or {@code text} */
    void take(JsonNode first) {
        choice = true;
        JsonNode holder = first.path("delta").isObject() ? first.path("delta") : first.path("message");
        content(holder.isObject() ? holder.path("content") : first.path("text"));
    }

    boolean hasChoice() {
        return choice;
    }

    boolean nothingSaid() {
        return nothingSaid;
    }

    int length() {
        return text.length();
    }

    /** A text, a number, a part, or a list of these; of parts only those of type text count, not what was thought on the way. */
    private void content(JsonNode content) {
        if (content.isTextual() || content.isNumber()) {
            nothingSaid = false;
            text.append(content.asText());
        } else if (content.isArray()) {
            content.forEach(this::content);
        } else if (content.isObject() && content.path("text").isTextual() && TEXT_PARTS.contains(content.path("type").asText(""))) {
            content(content.path("text"));
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}

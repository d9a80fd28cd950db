package dev.maestro.inference.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.errors.ErrorCode;
import dev.maestro.inference.engine.GenerationOutcome.Reason;
import dev.maestro.inference.engine.GenerationOutcome.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What became of a case: one line of output. */
public sealed interface GenerationResult {
    JsonNode id();

    ObjectNode json();

    /**
     * @param tokens all that were written, the one that ended the text included
     * @param text   empty where the checkpoint has no tokenizer
     */
    record Written(JsonNode id, int[] promptTokens, List<Token> tokens, Optional<String> text, Reason reason) implements GenerationResult {
        public Written {
            tokens = List.copyOf(tokens);
        }

        @Override
        public ObjectNode json() {
            ObjectNode line = Json.MAPPER.createObjectNode();
            line.set("id", id);
            ArrayNode prompt = line.putArray("prompt_token_ids");
            for (int token : promptTokens) {
                prompt.add(token);
            }
            ArrayNode ids = line.putArray("token_ids");
            tokens.forEach(token -> ids.add(token.id()));
            text.ifPresentOrElse(words -> line.put("text", words), () -> line.putNull("text"));
            ArrayNode logprobs = line.putArray("logprobs");
            tokens.forEach(token -> logprobs.add(token.logProbability()));
            line.put("finish_reason", reason.name().toLowerCase(Locale.ROOT));
            return line;
        }
    }

    /** @param message without the code */
    record Refused(JsonNode id, ErrorCode code, String message) implements GenerationResult {
        @Override
        public ObjectNode json() {
            ObjectNode line = Json.MAPPER.createObjectNode();
            line.set("id", id);
            line.putObject("error").put("code", code.name()).put("message", message);
            return line;
        }
    }
}

package dev.maestro.experts.openai;

import dev.maestro.core.Image;
import dev.maestro.http.HttpLimits;
import java.util.List;
import java.util.Optional;

/**
 * One chat completion.
 *
 * @param endpoint       base URL, ending before {@code /chat/completions}
 * @param model          as the server calls it
 * @param credential     reference to the key ({@code env:NAME} or {@code file:PATH}); empty sends none
 * @param messages       at least one
 * @param temperature    0 to 2
 * @param topP           0 to 1; 1 is not sent
 * @param maxTokens      longest completion
 * @param stop           stop strings; the server leaves them out of the text
 * @param seed           of the draw; empty: not sent
 * @param limits         of time and bytes
 * @param idempotencyKey sent as {@code Idempotency-Key}; blank: not sent
 */
public record ChatRequest(
        String endpoint,
        String model,
        Optional<String> credential,
        List<Message> messages,
        double temperature,
        double topP,
        int maxTokens,
        List<String> stop,
        Optional<Long> seed,
        HttpLimits limits,
        String idempotencyKey) {
    public ChatRequest {
        messages = List.copyOf(messages);
        stop = List.copyOf(stop);
        if (messages.isEmpty() || maxTokens < 1) {
            throw new IllegalArgumentException(
                    "a chat needs at least one message and one token; it has " + messages.size() + " and " + maxTokens);
        }
    }

    /**
     * @param role   {@code system} or {@code user}
     * @param images sent as data URLs, before the text
     */
    public record Message(String role, List<Image> images, String text) {
        public Message {
            images = List.copyOf(images);
        }

        public static Message system(String text) {
            return new Message("system", List.of(), text);
        }

        public static Message user(String text, Image... images) {
            return new Message("user", List.of(images), text);
        }
    }
}

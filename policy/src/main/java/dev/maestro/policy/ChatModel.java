package dev.maestro.policy;

import dev.maestro.core.CallContext;
import dev.maestro.core.Image;
import dev.maestro.core.errors.FailureKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A chat-completion server, as the remote policy needs one. The {@code activities} module adapts the
 * expert client to it, so that there is one HTTP client in the house.
 */
@FunctionalInterface
public interface ChatModel {
    Completion complete(Request request, CallContext context);

    /**
     * @param stop strings that end the generation; the server leaves them out of the text
     * @param seed of the draw; empty: the server's own
     */
    record Request(List<Message> messages, List<String> stop, double temperature, double topP, int maxOutputTokens, Optional<Long> seed,
            String idempotencyKey) {
        public Request {
            messages = List.copyOf(messages);
            stop = List.copyOf(stop);
        }
    }

    /** @param role {@code system}, {@code user} or {@code assistant}; images go before the text */
    record Message(String role, List<Image> images, String text) {
        public Message {
            images = List.copyOf(images);
        }
    }

    sealed interface Completion {
        /** @param stoppedAt the stop string that ended it, where the server says so */
        record Text(String text, String finishReason, Optional<String> stoppedAt, PolicyOutcome.Usage usage) implements Completion {}

        record Failed(FailureKind kind, String message, Optional<Duration> retryAfter) implements Completion {}
    }
}

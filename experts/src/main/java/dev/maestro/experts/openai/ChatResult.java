package dev.maestro.experts.openai;

import dev.maestro.experts.ExpertOutcome.Failure;
import java.time.Duration;
import java.util.Optional;

/** How a chat completion ended. */
public sealed interface ChatResult {
    /**
     * @param text          as the server sent it, not blank; {@code <think>} parts are left in, {@code reasoning_content} is not in it
     * @param finishReason  as reported, e.g. {@code stop}, {@code length}; {@code unknown} where the server says none
     * @param stopReason    the stop string that ended it, where the server says so (vLLM)
     * @param inputTokens   as reported, else estimated
     * @param outputTokens  likewise
     * @param usageReported {@code false}: the tokens are estimates, 4 characters each
     * @param latency       from sending the request to the last byte
     */
    record Completed(
            String text,
            String finishReason,
            Optional<String> stopReason,
            long inputTokens,
            long outputTokens,
            boolean usageReported,
            Duration latency) implements ChatResult {}

    record Failed(Failure failure) implements ChatResult {}
}

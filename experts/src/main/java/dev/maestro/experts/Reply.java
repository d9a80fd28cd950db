package dev.maestro.experts;

import java.time.Duration;
import java.util.Optional;

/**
 * What an expert said.
 *
 * @param text         its text, untrusted, not empty
 * @param data         structured result of an embedded expert as JSON, e.g. boxes of text lines with their confidence
 * @param inputTokens  as reported; an estimate (4 characters a token) where the server reports none
 * @param outputTokens likewise
 * @param costMicros   by the registry's price
 * @param latency      from request to last byte
 * @param finishReason as reported, {@code stop} for embedded experts
 */
public record Reply(
        String text,
        Optional<String> data,
        long inputTokens,
        long outputTokens,
        long costMicros,
        Duration latency,
        String finishReason) {
    /** A reply without tokens or price, of an expert that runs in this process. */
    public static Reply embedded(String text, Duration latency) {
        return new Reply(text, Optional.empty(), 0, 0, 0, latency, "stop");
    }

    public static Reply embedded(String text, String data, Duration latency) {
        return new Reply(text, Optional.of(data), 0, 0, 0, latency, "stop");
    }
}

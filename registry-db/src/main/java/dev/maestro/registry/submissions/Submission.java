package dev.maestro.registry.submissions;

import java.util.Map;
import java.util.Optional;

/**
 * How a query came in.
 *
 * @param tenant         whose it is
 * @param apiKey         id of the key that asked; empty for the command line
 * @param source         {@code queries}, {@code chat}, {@code responses}, {@code mcp}, {@code cli}, {@code console} or {@code evaluation}
 * @param route          within which the idempotency key is unique
 * @param requestHash    tells another request under the same idempotency key
 * @param idempotencyKey 1 to 255 visible characters
 */
public record Submission(
        String queryId, String tenant, Optional<String> apiKey, String source, String route, String requestHash,
        Optional<String> idempotencyKey, Map<String, String> labels) {
    public Submission {
        labels = Map.copyOf(labels);
    }

    /**
     * The query that stands for a submission: a fresh one, or the one that was accepted under the same idempotency key.
     *
     * @param micros  money limit that a fresh one has; less than was asked for where no more is left
     * @param waiting whether a fresh one waits for a place, and must not be started before it has one
     */
    public record Accepted(String queryId, String requestHash, boolean fresh, long micros, boolean waiting) {}
}

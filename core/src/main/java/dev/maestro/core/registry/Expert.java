package dev.maestro.core.registry;

import java.util.Optional;
import java.util.Set;

/**
 * One row of {@code experts}: a model (or an embedded program that looks at pixels) that can be
 * called. Auxiliary services (text, detection, grounding, caption) are experts of role
 * {@link Role#SERVICE}: skills call them, the policy cannot name them.
 *
 * @param name            canonical name, as it stands in the policy's prompt and in the audit
 * @param role            whether the policy may name it
 * @param kind            how it is reached
 * @param endpoint        base URL of an OpenAI-compatible server, ending before {@code /chat/completions}; for {@link Kind#OPENAI} only
 * @param model           the model name the server expects; for {@link Kind#OPENAI} only
 * @param implementation  the embedded program, e.g. {@code chart-reader}; for {@link Kind#EMBEDDED} only
 * @param credential      reference to the key ({@code env:NAME} or {@code file:PATH}), never the key itself; empty sends none
 * @param capabilities    what it can do, e.g. {@code answer}, {@code ocr}, {@code detect}, {@code ground}, {@code caption}; a fallback needs the same capability
 * @param description     one sentence for the policy's prompt: what it is good at
 * @param limits          what one call may hold and how long it may take
 * @param price           what a call costs
 * @param temperature     sampling temperature of its calls, 0 to 2
 * @param preference      order among experts of one capability, smaller first
 * @param inPrompt        listed in the policy's prompt
 * @param requiresApproval a person must approve each query's first call
 * @param enabled         a disabled expert is refused, and never a fallback
 */
public record Expert(
        String name,
        Role role,
        Kind kind,
        Optional<String> endpoint,
        Optional<String> model,
        Optional<String> implementation,
        Optional<String> credential,
        Set<String> capabilities,
        String description,
        Limits limits,
        Price price,
        double temperature,
        int preference,
        boolean inPrompt,
        boolean requiresApproval,
        boolean enabled) {

    public Expert {
        capabilities = Set.copyOf(capabilities);
    }

    public enum Role { EXPERT, SERVICE }

    public enum Kind { OPENAI, EMBEDDED }

    public boolean can(String capability) {
        return capabilities.contains(capability);
    }

    /**
     * @param maxImages         images in one call
     * @param maxPixels         pixels of one image; larger ones are scaled down to a rendition
     * @param maxConcurrency    calls under way at once from one worker
     * @param maxOutputTokens   sent as {@code max_tokens}
     * @param connectTimeoutMs  to reach the server
     * @param firstByteTimeoutMs from the request to the first byte of the reply
     * @param totalTimeoutMs    for the whole call
     * @param expectedLatencyMs what a call is expected to take before there is a record of its own
     */
    public record Limits(
            int maxImages,
            long maxPixels,
            int maxConcurrency,
            int maxOutputTokens,
            int connectTimeoutMs,
            int firstByteTimeoutMs,
            int totalTimeoutMs,
            int expectedLatencyMs) {
        public static final Limits DEFAULT = new Limits(8, 16_000_000, 4, 4_096, 2_000, 120_000, 300_000, 5_000);
    }

    /**
     * Prices in micros (millionths of the account's currency unit, e.g. of a US dollar).
     *
     * @param inputMicrosPerMillionTokens  for one million prompt tokens
     * @param outputMicrosPerMillionTokens for one million completion tokens
     * @param microsPerCall                for each call, whatever its length
     */
    public record Price(long inputMicrosPerMillionTokens, long outputMicrosPerMillionTokens, long microsPerCall) {
        public static final Price FREE = new Price(0, 0, 0);

        /** More than any call costs; sums of them stay far from the end of numbers. */
        public static final long MOST = 1_000_000_000_000_000L;

        /** Micros for a call of so many tokens, rounded up, so that a ledger never understates; at most {@link #MOST}. */
        public long micros(long inputTokens, long outputTokens) {
            double about = (double) inputTokens * inputMicrosPerMillionTokens / 1e6
                    + (double) outputTokens * outputMicrosPerMillionTokens / 1e6
                    + microsPerCall;
            if (about >= MOST / 1_000.0) {
                return (long) Math.min(MOST, Math.ceil(about));
            }
            // exact: the product of each is below a million times that
            long parts = inputTokens * inputMicrosPerMillionTokens + outputTokens * outputMicrosPerMillionTokens;
            return microsPerCall + Math.ceilDiv(parts, 1_000_000L);
        }
    }
}

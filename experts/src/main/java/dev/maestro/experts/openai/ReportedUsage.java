package dev.maestro.experts.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalLong;

/**
 * The tokens that a server says it used. Of several reports the largest counts: servers repeat them while a reply grows, and
 * some end with zeros. What cannot be is not reported. It belongs to one thread.
 */
final class ReportedUsage {
    /** A hundred times the longest context of any model: more is a defect of the server. */
    static final long MOST = 100_000_000L;

    private long input;
    private long output;
    private boolean absurd;

    /** @return whether the node holds any count */
    boolean take(JsonNode usage) {
        if (!usage.isObject()) {
            return false;
        }
        long in = Math.max(count(usage.path("prompt_tokens")), count(usage.path("input_tokens")));
        long out = Math.max(count(usage.path("completion_tokens")), count(usage.path("output_tokens")));
        input = Math.max(input, in);
        output = Math.max(output, out);
        return in > 0 || out > 0;
    }

    /** Empty where nothing, or nothing that can be, was reported. */
    OptionalLong input() {
        return absurd || input == 0 && output == 0 ? OptionalLong.empty() : OptionalLong.of(input);
    }

    /** As {@link #input}. */
    OptionalLong output() {
        return absurd || input == 0 && output == 0 ? OptionalLong.empty() : OptionalLong.of(output);
    }

    /** Whole numbers, also as a fraction of nothing behind the point or as a text. */
    private long count(JsonNode node) {
        double value = node.isNumber() || node.isTextual() && node.asText().matches("\\d{1,18}") ? node.asDouble() : 0;
        if (value < 0 || value > MOST) {
            absurd = true;
            return 0;
        }
        return (long) value;
    }
}

package dev.maestro.app.admission;

import dev.maestro.core.registry.Expert;
import dev.maestro.registry.history.QueryHistory;
import java.util.ArrayList;
import java.util.List;

/** Numbers of an expert's row that the tables allow and that would still make the expert useless or expensive. */
final class RowLimits {
    /** Renditions below this lose the letters of a page; above, no image is taken in at all. */
    private static final long FEWEST_PIXELS = 50_000;
    private static final long MOST_PIXELS = 50_000_000;
    private static final int MOST_IMAGES = 64;
    private static final int MOST_CONCURRENCY = 1_000;
    private static final int MOST_OUTPUT_TOKENS = 262_144;
    /** An image of a megapixel and a long prompt. */
    private static final long INPUT_TOKENS = 4_000;

    private RowLimits() {}

    /** What is wrong, each with the fix; empty when all is sane. */
    static List<String> problems(Expert expert) {
        List<String> problems = new ArrayList<>();
        Expert.Limits limits = expert.limits();
        within("max_images", limits.maxImages(), 1, MOST_IMAGES, problems);
        within("max_pixels", limits.maxPixels(), FEWEST_PIXELS, MOST_PIXELS, problems);
        within("max_concurrency", limits.maxConcurrency(), 1, MOST_CONCURRENCY, problems);
        within("max_output_tokens", limits.maxOutputTokens(), 1, MOST_OUTPUT_TOKENS, problems);
        long wallMs = QueryHistory.Limits.DEFAULT.wallMs();
        within("total_timeout_ms", limits.totalTimeoutMs(), 100, wallMs, problems);
        if (limits.connectTimeoutMs() > limits.totalTimeoutMs() || limits.firstByteTimeoutMs() > limits.totalTimeoutMs()) {
            problems.add("connect_timeout_ms " + limits.connectTimeoutMs() + " and first_byte_timeout_ms " + limits.firstByteTimeoutMs()
                    + " must not pass total_timeout_ms " + limits.totalTimeoutMs() + "; lower them or raise the total");
        }
        if (limits.expectedLatencyMs() > limits.totalTimeoutMs()) {
            problems.add("expected_latency_ms " + limits.expectedLatencyMs() + " passes total_timeout_ms " + limits.totalTimeoutMs()
                    + ", so every call would time out; correct one");
        }
        price(expert, problems);
        return problems;
    }

    private static void price(Expert expert, List<String> problems) {
        long budget = QueryHistory.Limits.DEFAULT.micros();
        long most;
        try {
            most = expert.price().micros(INPUT_TOKENS, expert.limits().maxOutputTokens());
        } catch (ArithmeticException _) {
            most = Long.MAX_VALUE;
        }
        if (most > budget) {
            problems.add("a call may cost " + most + " micros (max_output_tokens " + expert.limits().maxOutputTokens()
                    + "), and a query has " + budget
                    + " unless told otherwise, so none could reserve it; correct the price or lower max_output_tokens");
        }
    }

    private static void within(String column, long value, long least, long most, List<String> problems) {
        if (value < least || value > most) {
            problems.add(column + " " + value + ": expected " + least + " to " + most);
        }
    }
}

package dev.maestro.activities.step;

import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertRequest;

/** The most that a call may use, estimated with four characters per token and the tokens of a megapixel for each image. */
record CallEstimate(long tokens, long micros) {
    private static final long TOKENS_PER_IMAGE = 1_400;

    static CallEstimate of(ExpertRequest call) {
        if (call.expert().kind() == Expert.Kind.EMBEDDED) {
            return new CallEstimate(0, call.expert().price().micros(0, 0));
        }
        long input = (call.system().length() + call.prompt().length()) / 4 + TOKENS_PER_IMAGE * call.images().size() + 16;
        return new CallEstimate(input + call.maxOutputTokens(), call.expert().price().micros(input, call.maxOutputTokens()));
    }

    boolean isNothing() {
        return tokens == 0 && micros == 0;
    }
}

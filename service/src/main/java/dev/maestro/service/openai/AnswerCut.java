package dev.maestro.service.openai;

import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a recorded answer is to be cut for one client. Who counts tokens differs by model, and an answer is text of many: a token
 * here is at most four letters or digits, or one other character, with the white space before it.
 *
 * @param maxTokens of the answer
 * @param stops     texts before the first of which the answer ends
 */
record AnswerCut(OptionalLong maxTokens, List<String> stops) {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:[\\p{L}\\p{N}\\p{M}]{1,4}|\\S)");

    AnswerCut {
        stops = List.copyOf(stops);
    }

    /**
     * What is left.
     *
     * @param byLength whether the number of tokens cut it
     */
    record Text(String text, boolean byLength) {}

    Text apply(String answer) {
        int end = stops.stream().mapToInt(answer::indexOf).filter(at -> at >= 0).min().orElse(answer.length());
        String text = answer.substring(0, end);
        if (maxTokens.isEmpty()) {
            return new Text(text, false);
        }
        Matcher tokens = TOKEN.matcher(text);
        int kept = 0;
        for (long i = 0; i < maxTokens.getAsLong(); i++) {
            if (!tokens.find()) {
                return new Text(text, false);
            }
            kept = tokens.end();
        }
        return tokens.find() ? new Text(text.substring(0, kept), true) : new Text(text, false);
    }
}

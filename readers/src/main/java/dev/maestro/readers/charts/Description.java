package dev.maestro.readers.charts;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The description of a thing in "what ride-hailing start-up had ...": the words between the question word and the verb. */
final class Description {
    private static final Pattern NOUN = Pattern.compile(
            "\\b(?:what|which)\\s+(?:(?:is|was|are|were)\\s+(?:the\\s+)?(?:name of\\s+)?(?:the\\s+)?)?(.+?)(?=\\s+(?:had|has|have|was|were|is|are|did|does|do|grew|saw|that|who|which|with|made|experienced|recorded|reached|achieved|came|in|of|from|ranked|generated|reported|increased|decreased|fell|rose|showed|earned|became|held|sold|lost|gained|owned|used|among|by|for)\\b|$)");

    private Description() {}

    static Optional<String> of(String question) {
        Matcher m = NOUN.matcher(question.toLowerCase(java.util.Locale.ROOT).replaceAll("[?.!]+$", ""));
        while (m.find()) {
            String words = m.group(1).replaceAll("^(the|a|an|other|one|of)\\s+", "").strip();
            if (words.length() > 2
                    && !words.matches("(value|percentage|number|percent|share|year|category|amount|rate|much|many|label|thing)s?")) {
                return Optional.of(words);
            }
        }
        return Optional.empty();
    }
}

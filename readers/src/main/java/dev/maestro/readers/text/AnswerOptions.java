package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Choices to pick from, by name: those a question lists as (A), (B), …, or the labels of a classification. */
record AnswerOptions(String question, Map<String, String> byName) {
    private static final Pattern OPTION = Pattern.compile("(?:^|\\s)\\(?([A-F])[).:]\\s+(.+?)(?=\\s+\\(?[A-F][).:]\\s|\\s*$)",
            Pattern.DOTALL);

    /** Of a question that may list none. */
    static AnswerOptions in(String question) {
        Map<String, String> options = new LinkedHashMap<>();
        Matcher matcher = OPTION.matcher(question);
        int start = question.length();
        while (matcher.find()) {
            start = Math.min(start, matcher.start());
            options.put(matcher.group(1), matcher.group(2).strip());
        }
        return options.size() < 2
                ? new AnswerOptions(question, Map.of())
                : new AnswerOptions(question.substring(0, start).replaceFirst("(?i)\\s*(?:options|choices)\\s*:?\\s*$", ""), options);
    }

    static AnswerOptions labels(String question, String labels) {
        Map<String, String> options = new LinkedHashMap<>();
        labels.lines().map(String::strip).filter(label -> !label.isEmpty()).forEach(label -> options.put(label, label));
        return new AnswerOptions(question, options);
    }

    /** The one that is most like an answer, when it is like it at all. */
    Optional<String> like(String answer) {
        return byName.entrySet().stream()
                .filter(option -> likeness(option.getValue(), answer) >= 0.6)
                .max(Comparator.comparingDouble(option -> likeness(option.getValue(), answer)))
                .map(Map.Entry::getKey);
    }

    /** The only one whose words stand in the text. */
    Optional<String> onlyOneIn(List<String> words) {
        List<String> there = new ArrayList<>();
        byName.forEach((name, option) -> {
            if (!OcrSimilarity.find(option.replace('_', ' '), words).isEmpty()) {
                there.add(name);
            }
        });
        return there.size() == 1 ? Optional.of(there.getFirst()) : Optional.empty();
    }

    private static double likeness(String option, String answer) {
        List<String> wanted = OcrSimilarity.words(option);
        List<String> there = OcrSimilarity.words(answer);
        double both = wanted.isEmpty() || there.isEmpty()
                ? 0
                : Math.min(OcrSimilarity.coverage(wanted, there), OcrSimilarity.coverage(there, wanted));
        return Math.max(OcrSimilarity.of(option, answer), Math.max(both, OcrSimilarity.find(option, there).isEmpty() ? 0 : 0.7));
    }
}

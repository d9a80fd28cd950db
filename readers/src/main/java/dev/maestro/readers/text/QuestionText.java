package dev.maestro.readers.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A question without the instructions around it.
 *
 * @param text  as asked
 * @param lower in lower case, single spaces, no mark at its end
 */
record QuestionText(String text, String lower) {
    private static final Pattern INSTRUCTION = Pattern.compile(
            "(?i)(?:\\s|^)(?:please )?(?:answer (?:the|with|in|using|this|by)|give only|only (?:return|output|answer|give)|return only|output only|reply with|respond with|use a single|keep (?:it|the answer)|do not explain)\\b[^?]*$");
    private static final Pattern QUOTED = Pattern.compile("[\"“”‘'`«]([^\"“”’'`»]{1,80})[\"“”’'`»](?![a-z])");
    static final Set<String> FILLERS = Set.of(
            "the", "a", "an", "of", "is", "are", "was", "were", "what", "which", "who", "how", "much", "many", "does", "do", "did", "in",
            "on", "at", "for", "to", "this", "that",
            "image", "picture", "photo", "shown", "written", "document", "page", "please", "tell", "me", "can", "you", "it", "its", "and",
            "by", "from", "with", "has", "have",
            "there", "given", "mentioned", "listed", "according", "receipt", "invoice", "form", "value", "find", "be", "been", "stated",
            "printed", "s");

    static QuestionText of(String question) {
        String bare = INSTRUCTION.matcher(question.strip()).replaceFirst("").strip();
        String kept = bare.isEmpty() ? question.strip() : bare;
        return new QuestionText(kept, kept.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").replaceAll("[?.!\\s]+$", ""));
    }

    boolean has(String regex) {
        return Pattern.compile(regex).matcher(lower).find();
    }

    /** What the groups of the first match of any of the patterns hold, by the first that matches. */
    Optional<String> phrase(String... regexes) {
        for (String regex : regexes) {
            Matcher matcher = Pattern.compile(regex).matcher(lower);
            if (matcher.find() && matcher.group(1) != null && !matcher.group(1).isBlank()) {
                return Optional.of(matcher.group(1).strip());
            }
        }
        return Optional.empty();
    }

    Optional<String> quoted() {
        Matcher matcher = QUOTED.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /** Words that carry meaning, in order. */
    List<String> content() {
        return OcrSimilarity.words(lower).stream().filter(word -> !FILLERS.contains(OcrSimilarity.squeezed(word))).toList();
    }

    /** {@code phrase} without articles and words such as "receipt". */
    static String core(String phrase) {
        return String.join(" ",
                OcrSimilarity.words(phrase).stream().filter(word -> !FILLERS.contains(OcrSimilarity.squeezed(word))).toList());
    }
}

package dev.maestro.activities.step;

import java.util.Locale;

/**
 * Marks a reply that its server cut off before its end, so that whoever reads it as evidence knows. The mark has the form of our
 * own cuts, which {@link dev.maestro.core.text.FinalAnswer} passes over.
 */
final class CutReply {
    static final String BY_LENGTH = "[… cut off here by the limit of tokens, incomplete …]";
    static final String BY_FILTER = "[… cut off here by the server's filter, incomplete …]";

    private CutReply() {}

    /**
     * The text, with the mark in a line of its own where it was cut. A program that breaks off within its fence stays as it is: it
     * is run, not read.
     *
     * @param finishReason as the server reports it
     */
    static String marked(String text, String finishReason) {
        if (text.split("```", -1).length % 2 == 0) {
            return text;
        }
        return switch (finishReason.toLowerCase(Locale.ROOT)) {
            case "length", "max_tokens", "max_output_tokens", "model_length" -> text + "\n" + BY_LENGTH;
            case "content_filter", "sensitive" -> text + "\n" + BY_FILTER;
            default -> text;
        };
    }
}

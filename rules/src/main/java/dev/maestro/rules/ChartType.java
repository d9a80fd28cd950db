package dev.maestro.rules;

import dev.maestro.core.text.NormalForms;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads an expert's reply to "which type of chart is this?" as the reference system does: without thoughts, it takes
 * the first label that occurs anywhere in the reply, else the last label.
 */
public final class ChartType {
    /** In the order in which they are looked for. */
    public static final List<String> LABELS = List.of("pie", "line", "bar");

    private static final Pattern THOUGHT = Pattern.compile("<think>.*?</think>",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL | Pattern.UNICODE_CASE);

    private ChartType() {}

    /** {@code pie chart}, {@code line chart} or {@code bar chart}. */
    public static String of(String reply) {
        String lower = NormalForms.lower(NormalForms.trim(THOUGHT.matcher(reply).replaceAll("")));
        return LABELS.stream().filter(lower::contains).findFirst().orElse(LABELS.getLast()) + " chart";
    }
}

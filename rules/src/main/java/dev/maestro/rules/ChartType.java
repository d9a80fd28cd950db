package dev.maestro.rules;

import dev.maestro.core.text.NormalForms;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How the reference system reads an expert's reply to "which type of chart is this?": the first label
 * that stands anywhere in it, thoughts taken out, else the last.
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

package dev.maestro.activities.record;

/** The beginning of a text on one line, for lists and the Temporal UI. */
public final class Previews {
    private static final int LENGTH = 160;

    private Previews() {}

    /** At most 160 characters; a longer text ends in an ellipsis. */
    public static String of(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LENGTH ? line : line.substring(0, LENGTH - 1) + "…";
    }
}

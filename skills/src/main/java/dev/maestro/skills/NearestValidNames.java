package dev.maestro.skills;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Valid names in the order of their nearness to one that was written wrong. */
public final class NearestValidNames {
    private static final int SHOWN = 5;

    private NearestValidNames() {}

    /** The nearest valid names, best first, quoted and comma-separated; at most five. */
    public static String nearestFirst(String written, Collection<String> valid) {
        List<String> nearest = valid.stream()
                .sorted(Comparator.comparingInt((String v) -> distance(written.toLowerCase(Locale.ROOT), v.toLowerCase(Locale.ROOT)))
                        .thenComparing(v -> v))
                .limit(SHOWN)
                .map(v -> '"' + v + '"')
                .toList();
        return nearest.isEmpty() ? "none" : String.join(", ", nearest);
    }

    // Levenshtein on the first 100 characters: names are short, what a stranger writes may not be.
    private static int distance(String a, String b) {
        String x = a.substring(0, Math.min(a.length(), 100));
        String y = b.substring(0, Math.min(b.length(), 100));
        int[] row = new int[y.length() + 1];
        for (int j = 0; j <= y.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= x.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= y.length(); j++) {
                int cost = diagonal + (x.charAt(i - 1) == y.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(cost, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[y.length()];
    }
}

package dev.maestro.app.program;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The valid names nearest to one that is not: what every refusal of a name offers. */
public final class NearestSentence {
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();

    private NearestSentence() {}

    /** At most {@code count} of the names, nearest first, those that share nothing with {@code name} left out. */
    public static List<String> to(String name, Collection<String> names, int count) {
        String wanted = plain(name);
        return names.stream()
                .filter(candidate -> close(wanted, plain(candidate)))
                .sorted(Comparator.<String>comparingInt(candidate -> distance(wanted, plain(candidate)))
                        .thenComparing(candidate -> candidate))
                .limit(count)
                .toList();
    }

    /** {@code NearestSentence: "a", "b".}, or all names when none is near and they are few, or nothing. */
    public static String sentence(String name, Collection<String> names) {
        List<String> near = to(name, names, 3);
        if (!near.isEmpty()) {
            return " Nearest: " + quoted(near) + ".";
        }
        return names.isEmpty() || names.size() > 20 ? "" : " Valid: " + quoted(names.stream().sorted().toList()) + ".";
    }

    private static boolean close(String wanted, String candidate) {
        return !wanted.isEmpty() && distance(wanted, candidate) <= Math.max(2, Math.max(wanted.length(), candidate.length()) / 2);
    }

    /** A name that contains the other, or begins with it, is nearer than its length says. */
    private static int distance(String wanted, String candidate) {
        int distance = DISTANCE.apply(wanted, candidate);
        return wanted.length() > 2 && candidate.contains(wanted) ? Math.min(distance, 1) : distance;
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    private static String quoted(List<String> names) {
        return "\"" + String.join("\", \"", names) + "\"";
    }
}

package dev.maestro.core.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The valid names nearest to one that is not: what every refusal of a name offers. Names are compared by the similarity of
 * Jaro and Winkler, which forgives typing errors and favours a common beginning, without regard to case and to what
 * separates words.
 */
public final class NearestNames {
    private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();
    private static final LevenshteinDistance DISTANCE = LevenshteinDistance.getDefaultInstance();
    /** How near a name is that contains the other. */
    private static final double CONTAINED = 0.9;
    /** Shorter ones are contained by chance. */
    private static final int CONTAINABLE = 3;
    /** Names are short; what a stranger writes may not be, and comparing takes time by the square. */
    private static final int COMPARED = 100;
    private static final int LISTED = 5;
    private static final int OFFERED = 3;
    /** All that are valid are listed when no more than this. */
    private static final int FEW = 20;

    private NearestNames() {}

    /** How alike two names are: 0 to 1. */
    public static double similarity(String written, String name) {
        String wanted = comparable(written);
        String candidate = comparable(name);
        double alike = SIMILARITY.apply(wanted, candidate);
        return wanted.length() >= CONTAINABLE && candidate.contains(wanted) ? Math.max(alike, CONTAINED) : alike;
    }

    /**
     * Names by the most alike of their spellings, the nearest first.
     *
     * @param spellings of each name, itself included
     */
    public static List<String> ranked(String written, Map<String, ? extends Collection<String>> spellings, int most) {
        Map<String, Double> alike = spellings.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey,
                entry -> entry.getValue().stream().mapToDouble(spelling -> similarity(written, spelling)).max().orElse(0)));
        return alike.keySet().stream()
                .sorted(Comparator.<String>comparingDouble(alike::get).reversed().thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** Those that are near at all, the nearest first. */
    public static List<String> near(String written, Collection<String> names, int most) {
        return sorted(written, names).filter(name -> isNear(written, name)).limit(most).toList();
    }

    /** The nearest first whether they are near or not, quoted and comma-separated; {@code none} of none. At most five. */
    public static String list(String written, Collection<String> names) {
        List<String> nearest = sorted(written, names).limit(LISTED).toList();
        return nearest.isEmpty() ? "none" : quoted(nearest);
    }

    /** {@code Nearest: "a", "b".} with a space before it; or all names when none is near and they are few; or nothing. */
    public static String sentence(String written, Collection<String> names) {
        List<String> near = near(written, names, OFFERED);
        if (!near.isEmpty()) {
            return " Nearest: " + quoted(near) + ".";
        }
        return names.isEmpty() || names.size() > FEW ? "" : " Valid: " + quoted(names.stream().sorted().toList()) + ".";
    }

    private static Stream<String> sorted(String written, Collection<String> names) {
        return names.stream().sorted(Comparator.<String>comparingDouble(name -> similarity(written, name)).reversed()
                .thenComparing(Comparator.naturalOrder()));
    }

    /** Half of the letters may be other ones, or any two: they are often exchanged. */
    private static boolean isNear(String written, String name) {
        String wanted = comparable(written);
        String candidate = comparable(name);
        return wanted.length() >= CONTAINABLE && candidate.contains(wanted)
                || !wanted.isEmpty() && DISTANCE.apply(wanted, candidate) <= Math.max(2, Math.max(wanted.length(), candidate.length()) / 2);
    }

    private static String comparable(String name) {
        return NormalForms.unseparated(name.substring(0, Math.min(name.length(), COMPARED)));
    }

    private static String quoted(List<String> names) {
        return "\"" + String.join("\", \"", names) + "\"";
    }
}

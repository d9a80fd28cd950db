package dev.maestro.experts.embedded.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts back the spaces that the recogniser lost: a run of letters that is no word but is made of words is
 * cut between them where the picture does not speak against it.
 */
final class Spacing {
    private static final int LEAST_LETTERS = 5;
    /** A cut may fall where the gap is at least this part of the run's median pitch. */
    private static final double LEAST_GAP = 0.8;
    /** Cost of one more word, in the unit of ln(rank). */
    private static final double WORD_COST = 4;
    /** Words rarer than this explain nothing: any letters can be made of them. */
    private static final int RAREST = 20_000;

    private Spacing() {}

    /**
     * Before which characters a space belongs.
     *
     * @param characters one string per character
     * @param at         their middles, ascending, any unit
     */
    static List<Integer> missing(List<String> characters, double[] at) {
        List<Integer> cuts = new ArrayList<>();
        int from = 0;
        while (from < characters.size()) {
            int to = from;
            while (to < characters.size() && isLetter(characters.get(to))) {
                to++;
            }
            if (to - from >= LEAST_LETTERS) {
                cuts.addAll(within(characters, at, from, to));
            }
            from = Math.max(to, from + 1);
        }
        return cuts;
    }

    private static boolean isLetter(String character) {
        return character.length() == 1 && character.charAt(0) < 128 && Character.isLetter(character.charAt(0));
    }

    private static List<Integer> within(List<String> characters, double[] at, int from, int to) {
        String run = String.join("", characters.subList(from, to));
        Vocabulary words = Vocabulary.english();
        if (words.rank(run) > 0 || isInflected(words, run)) {
            return List.of();
        }
        double pitch = medianPitch(at, from, to);
        int n = run.length();
        double[] cost = new double[n + 1];
        int[] back = new int[n + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int end = 1; end <= n; end++) {
            for (int start = Math.max(0, end - 16); start < end; start++) {
                double wordCost = cost(words, run.substring(start, end), characters, from, start);
                double gap = start == 0 ? pitch : at[from + start] - at[from + start - 1];
                if (gap >= LEAST_GAP * pitch && cost[start] + wordCost < cost[end]) {
                    cost[end] = cost[start] + wordCost;
                    back[end] = start;
                }
            }
        }
        // an unknown run of n letters costs about as much as n letters of chance
        if (cost[n] > 2.2 * n + 6) {
            return List.of();
        }
        List<Integer> cuts = new ArrayList<>();
        for (int end = back[n]; end > 0; end = back[end]) {
            cuts.addFirst(from + end);
        }
        return cuts;
    }

    private static double cost(Vocabulary words, String word, List<String> characters, int from, int start) {
        int rank = words.rank(word);
        if (rank == 0 || rank > RAREST) {
            return Double.POSITIVE_INFINITY;
        }
        // words of one and two letters need a change of case or great frequency to be believed
        boolean newCapital = start > 0 && Character.isUpperCase(characters.get(from + start).charAt(0))
                && Character.isLowerCase(characters.get(from + start - 1).charAt(0));
        double shortness = word.length() == 1 ? 6 : word.length() == 2 ? 1.5 : 0;
        return Math.log(rank) + WORD_COST + shortness - (newCapital ? 4 : 0);
    }

    private static boolean isInflected(Vocabulary words, String run) {
        String lower = run.toLowerCase(java.util.Locale.ROOT);
        for (String ending : List.of("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ness", "able", "al", "y")) {
            if (lower.endsWith(ending) && lower.length() - ending.length() >= 4
                    && (words.rank(lower.substring(0, lower.length() - ending.length())) > 0
                            || words.rank(lower.substring(0, lower.length() - ending.length()) + "e") > 0)) {
                return true;
            }
        }
        return false;
    }

    private static double medianPitch(double[] at, int from, int to) {
        double[] pitches = new double[to - from - 1];
        for (int i = 0; i < pitches.length; i++) {
            pitches[i] = at[from + i + 1] - at[from + i];
        }
        Arrays.sort(pitches);
        return pitches[pitches.length / 2];
    }
}

package dev.maestro.readers.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Puts back the spaces that the recogniser lost: where the gap in the image is as wide as that of a
 * space, and, where it is only a little wider than between letters, if both sides are then words.
 */
final class Spacing {
    /** A gap this wide, in heights of the ink, is a space when the line shows no space to compare with. */
    private static final double SPACE = 0.30;
    /** Compared with a space that was read in the same line. */
    private static final double LIKE_A_SPACE = 0.7;
    /** A gap this many times the line's median may be a space when words speak for it. */
    private static final double WIDER = 1.25;
    private static final int LEAST_LETTERS = 5;
    /** Cost of one more word, in the unit of ln(rank). */
    private static final double WORD_COST = 4;
    /** Rarer words explain nothing: any letters can be made of them. */
    private static final int RAREST = 20_000;

    private Spacing() {}

    /**
     * Before which characters a space belongs.
     *
     * @param characters one string per character, spaces among them
     * @param gaps       empty width between each character and the next, in heights of the ink
     */
    static Set<Integer> missing(List<String> characters, double[] gaps) {
        Set<Integer> cuts = new TreeSet<>();
        if (characters.size() < 2) {
            return cuts;
        }
        double letterGap = median(characters, gaps);
        double space = spaceWidth(characters, gaps, letterGap);
        for (int i = 1; i < characters.size(); i++) {
            if (!characters.get(i).isBlank() && !characters.get(i - 1).isBlank() && isSpace(characters, i, gaps[i - 1], space)) {
                cuts.add(i);
            }
        }
        dropInsideWords(characters, cuts);
        addByWords(characters, gaps, letterGap, cuts);
        return cuts;
    }

    /** A known word that gaps would cut into what are no words stays whole. */
    private static void dropInsideWords(List<String> characters, Set<Integer> cuts) {
        int from = 0;
        while (from < characters.size()) {
            int to = from;
            while (to < characters.size() && isLetter(characters.get(to))) {
                to++;
            }
            List<Integer> inside = new ArrayList<>();
            for (int cut : cuts) {
                if (cut > from && cut < to) {
                    inside.add(cut);
                }
            }
            if (!inside.isEmpty() && EnglishWords.knows(String.join("", characters.subList(from, to)))
                    && !allWords(characters, from, to, inside)) {
                inside.forEach(cuts::remove);
            }
            from = Math.max(to, from + 1);
        }
    }

    private static boolean allWords(List<String> characters, int from, int to, List<Integer> cuts) {
        List<Integer> ends = new ArrayList<>(cuts);
        ends.add(to);
        int start = from;
        for (int end : ends) {
            if (!EnglishWords.knows(String.join("", characters.subList(start, end)))) {
                return false;
            }
            start = end;
        }
        return true;
    }

    private static boolean isSpace(List<String> characters, int i, double gap, double space) {
        boolean inNumber = isNumeric(characters.get(i - 1)) && isNumeric(characters.get(i));
        boolean inDigits = Character.isDigit(characters.get(i - 1).codePointAt(0)) && Character.isDigit(characters.get(i).codePointAt(0));
        boolean beforePunctuation = ",.;:!?)%'".contains(characters.get(i));
        boolean afterPunctuation = "(.'$£#".contains(characters.get(i - 1));
        boolean afterNumber = Character.isDigit(characters.get(i - 1).codePointAt(0)) != Character
                .isDigit(characters.get(i).codePointAt(0));
        boolean clock = afterNumber && isClock(characters, i);
        return gap >= space
                * (clock ? 0.5 : inDigits ? 1.3 : inNumber || beforePunctuation ? 2.2 : afterPunctuation ? 1.3 : afterNumber ? 0.85 : 1);
    }

    /** "AM" or "PM" behind a digit: narrow letters stand close there, and nothing else is meant. */
    private static boolean isClock(List<String> characters, int i) {
        boolean ends = i + 2 == characters.size()
                || i + 2 < characters.size() && !Character.isLetterOrDigit(characters.get(i + 2).codePointAt(0));
        return ends && Character.isDigit(characters.get(i - 1).codePointAt(0))
                && (characters.get(i) + characters.get(i + 1)).matches("(?i)[ap]m");
    }

    private static boolean isNumeric(String character) {
        return !character.isEmpty() && "0123456789.,:/-$£%+*".indexOf(character.charAt(0)) >= 0;
    }

    /** Between neighbours that are letters or digits; spaces take part as none. */
    private static double median(List<String> characters, double[] gaps) {
        double[] between = new double[gaps.length];
        int n = 0;
        for (int i = 0; i < gaps.length; i++) {
            if (Character.isLetterOrDigit(characters.get(i).codePointAt(0))
                    && Character.isLetterOrDigit(characters.get(i + 1).codePointAt(0))) {
                between[n++] = gaps[i];
            }
        }
        if (n == 0) {
            return 0.1;
        }
        double[] sorted = Arrays.copyOf(between, n);
        Arrays.sort(sorted);
        return sorted[n / 2];
    }

    private static double spaceWidth(List<String> characters, double[] gaps, double letterGap) {
        double sum = 0;
        int spaces = 0;
        for (int i = 1; i + 1 < characters.size(); i++) {
            if (characters.get(i).isBlank()) {
                // the gap was found on one side of the space's middle
                sum += Math.max(gaps[i - 1], gaps[i]);
                spaces++;
            }
        }
        double usual = Math.max(SPACE, 2.2 * letterGap + 0.1);
        return spaces == 0 ? usual : Math.max(letterGap + 0.12, Math.min(usual, LIKE_A_SPACE * sum / spaces));
    }

    private static void addByWords(List<String> characters, double[] gaps, double letterGap, Set<Integer> cuts) {
        int from = 0;
        Set<Integer> found = new HashSet<>();
        while (from < characters.size()) {
            int to = from;
            while (to < characters.size() && isLetter(characters.get(to)) && (to == from || !cuts.contains(to))) {
                to++;
            }
            if (to - from >= LEAST_LETTERS) {
                found.addAll(within(characters, gaps, letterGap, from, to));
            }
            from = Math.max(to, from + 1);
        }
        cuts.addAll(found);
    }

    private static boolean isLetter(String character) {
        return character.length() == 1 && character.charAt(0) < 128 && Character.isLetter(character.charAt(0));
    }

    private static List<Integer> within(List<String> characters, double[] gaps, double letterGap, int from, int to) {
        String run = String.join("", characters.subList(from, to));
        if (EnglishWords.knows(run)) {
            return List.of();
        }
        int n = run.length();
        double[] cost = new double[n + 1];
        int[] back = new int[n + 1];
        Arrays.fill(cost, Double.POSITIVE_INFINITY);
        cost[0] = 0;
        for (int end = 1; end <= n; end++) {
            for (int start = Math.max(0, end - 16); start < end; start++) {
                boolean wide = start == 0 || gaps[from + start - 1] >= WIDER * letterGap + 0.01 || newCapital(run, start);
                double wordCost = wide ? cost(run.substring(start, end)) : Double.POSITIVE_INFINITY;
                if (cost[start] + wordCost < cost[end]) {
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

    private static boolean newCapital(String run, int at) {
        return at > 1 && Character.isUpperCase(run.charAt(at)) && Character.isLowerCase(run.charAt(at - 1))
                && Character.isLowerCase(run.charAt(at - 2));
    }

    private static double cost(String word) {
        int rank = EnglishWords.rank(word);
        if (rank == 0 || rank > RAREST) {
            return Double.POSITIVE_INFINITY;
        }
        double shortness = word.length() == 1 ? 6 : word.length() == 2 ? 1.5 : 0;
        return Math.log(rank) + WORD_COST + shortness;
    }
}

package dev.maestro.routing.terms;

import dev.maestro.core.registry.ImageBonus;
import dev.maestro.core.registry.RoutingTerm;
import dev.maestro.core.registry.RoutingTerm.Match;
import dev.maestro.core.text.NormalForms;
import dev.maestro.routing.terms.TermIndex.Hit;
import dev.maestro.routing.terms.TermIndex.LeafScore;
import dev.maestro.routing.terms.TermIndex.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One router's terms and image bonuses. Immutable and thread-safe. */
final class RouterTerms {
    private final Automaton automaton;
    /** Rows by pattern; a pattern may speak for several leaves, in several ways. */
    private final RoutingTerm[][] rows;
    private final List<ImageBonus> bonuses;
    private final Map<String, Integer> rank;
    private final Conventions conventions;

    RouterTerms(List<RoutingTerm> terms, List<ImageBonus> bonuses, Map<String, Integer> rank, Conventions conventions) {
        Map<String, List<RoutingTerm>> byPattern = new LinkedHashMap<>();
        terms.forEach(t -> byPattern.computeIfAbsent(t.term(), p -> new ArrayList<>()).add(t));
        this.automaton = new Automaton(List.copyOf(byPattern.keySet()));
        this.rows = byPattern.values().stream().map(r -> r.toArray(RoutingTerm[]::new)).toArray(RoutingTerm[][]::new);
        this.bonuses = List.copyOf(bonuses);
        this.rank = rank;
        this.conventions = conventions;
    }

    Scores match(String input, String question, int imageCount) {
        Map<RoutingTerm, Integer> found = new HashMap<>();
        readParts(NormalForms.text(input), conventions.inputWeight(), found);
        if (conventions.questionWeight() > 0 && !question.isEmpty() && !question.equals(input)) {
            readParts(NormalForms.text(question), conventions.questionWeight(), found);
        }
        List<Hit> hits = new ArrayList<>(found.size() + 1);
        found.forEach((row, times) -> hits.add(new Hit(row.leaf(), row.term(), row.weight() * times, row.bonusGroup().orElse(""))));
        for (ImageBonus bonus : bonuses) {
            if (imageCount >= bonus.minImages()) {
                hits.add(new Hit(bonus.leaf(), imageCount + " images", bonus.weight() * conventions.inputWeight(), ""));
            }
        }
        // Within a group the heaviest comes first, and only it is counted.
        hits.sort(Comparator.<Hit>comparingInt(h -> rankOf(h.leaf()))
                .thenComparing(Hit::leaf)
                .thenComparing(Hit::group)
                .thenComparing(Comparator.comparingInt(Hit::weight).reversed())
                .thenComparing(Hit::term));
        return total(hits);
    }

    private Scores total(List<Hit> hits) {
        Map<String, Integer> sums = new LinkedHashMap<>();
        Set<String> groupsDone = new HashSet<>();
        List<Hit> counted = new ArrayList<>(hits.size());
        for (Hit hit : hits) {
            if (hit.group().isEmpty() || groupsDone.add(hit.leaf() + '\n' + hit.group())) {
                sums.merge(hit.leaf(), hit.weight(), Integer::sum);
                counted.add(hit);
            }
        }
        List<LeafScore> scores = new ArrayList<>(sums.size());
        sums.forEach((leaf, score) -> {
            if (score > 0) {
                scores.add(new LeafScore(leaf, score));
            }
        });
        scores.sort(Comparator.comparingInt(LeafScore::score).reversed()
                .thenComparingInt(s -> rankOf(s.leaf()))
                .thenComparing(LeafScore::leaf));
        return new Scores(List.copyOf(counted), List.copyOf(scores));
    }

    private int rankOf(String leaf) {
        return rank.getOrDefault(leaf, Integer.MAX_VALUE);
    }

    private void readParts(String text, int times, Map<RoutingTerm, Integer> found) {
        if (times <= conventions.formWeight()) {
            read(text, times, found);
            return;
        }
        AskedText asked = AskedText.of(text);
        read(asked.question(), times, found);
        if (!asked.form().isEmpty()) {
            read(asked.form(), conventions.formWeight(), found);
        }
    }

    /** Adds the rows that hold in the text, unless an earlier text has them already. */
    private void read(String text, int times, Map<RoutingTerm, Integer> found) {
        Occurrences whole = new Occurrences();
        automaton.search(text, (pattern, start, end) -> {
            boolean standsAlone = false;
            for (RoutingTerm row : rows[pattern]) {
                if (row.match() == Match.SUBSTRING) {
                    found.putIfAbsent(row, times);
                } else {
                    standsAlone |= WordBoundaries.holds(row.match(), text, start, end);
                }
            }
            if (standsAlone) {
                whole.add(pattern, start, end);
            }
        });
        whole.forEachLongest((pattern, start, end) -> {
            for (RoutingTerm row : rows[pattern]) {
                if (row.match() != Match.SUBSTRING && WordBoundaries.holds(row.match(), text, start, end)) {
                    found.putIfAbsent(row, times);
                }
            }
        });
    }

    /**
     * Occurrences of whole words and phrases in one text. One that lies inside a longer one says nothing
     * of its own: in "arrow tip" there is no arrow, in "table tennis" no table.
     */
    private static final class Occurrences {
        private long[] spans = new long[8];
        private int[] patterns = new int[8];
        private int size;

        void add(int pattern, int start, int end) {
            if (size == spans.length) {
                spans = Arrays.copyOf(spans, size * 2);
                patterns = Arrays.copyOf(patterns, size * 2);
            }
            spans[size] = (long) start << 32 | Integer.MAX_VALUE - end;
            patterns[size++] = pattern;
        }

        void forEachLongest(Automaton.Visitor visitor) {
            Integer[] order = new Integer[size];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, Comparator.comparingLong(i -> spans[i])); // by start; of one start the longest first
            int reached = -1; // the farthest end of those that start earlier
            int start = -1;
            int longest = -1; // the farthest end of those that start here
            for (int i : order) {
                int from = (int) (spans[i] >>> 32);
                int to = Integer.MAX_VALUE - (int) spans[i];
                if (from != start) {
                    reached = Math.max(reached, longest);
                    start = from;
                    longest = to;
                }
                if (reached < to && longest == to) {
                    visitor.found(patterns[i], from, to);
                }
            }
        }
    }
}

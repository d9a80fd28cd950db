package dev.maestro.orchestra.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Byte-pair encoding (Sennrich, Haddow and Birch 2016): the commonest pair of neighbours becomes a piece, again and again; of pairs
 * equally common the first by its letters. Every word counts once.
 */
final class MergeLearner {
    private static final Comparator<Pair> ORDER = Comparator.comparing(Pair::left).thenComparing(Pair::right);

    private final List<List<String>> words;

    record Pair(String left, String right) {
        String joined() {
            return left + right;
        }
    }

    /** @param words in letters of the byte alphabet */
    MergeLearner(List<String> words) {
        this.words = new ArrayList<>(words.stream().map(word -> List.of(word.split(""))).toList());
    }

    /** The next merge; empty when every word is one piece. */
    Optional<Pair> next() {
        Map<Pair, Integer> counts = new TreeMap<>(ORDER);
        for (List<String> word : words) {
            for (int i = 0; i + 1 < word.size(); i++) {
                counts.merge(new Pair(word.get(i), word.get(i + 1)), 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .max(Map.Entry.<Pair, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey(ORDER.reversed())))
                .map(Map.Entry::getKey)
                .map(this::merged);
    }

    private Pair merged(Pair pair) {
        words.replaceAll(word -> {
            List<String> shorter = new ArrayList<>();
            for (int i = 0; i < word.size(); i++) {
                boolean joins = i + 1 < word.size() && word.get(i).equals(pair.left()) && word.get(i + 1).equals(pair.right());
                shorter.add(joins ? pair.joined() : word.get(i));
                i += joins ? 1 : 0;
            }
            return shorter;
        });
        return pair;
    }
}

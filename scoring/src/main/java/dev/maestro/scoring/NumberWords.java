package dev.maestro.scoring;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Whole numbers in English words, to the millions: {@code four}, {@code twenty-one}, {@code one hundred and five}. */
final class NumberWords {
    private static final Map<String, Integer> SMALL = Map.ofEntries(
            Map.entry("zero", 0), Map.entry("none", 0), Map.entry("one", 1), Map.entry("two", 2), Map.entry("three", 3),
            Map.entry("four", 4),
            Map.entry("five", 5), Map.entry("six", 6), Map.entry("seven", 7), Map.entry("eight", 8), Map.entry("nine", 9),
            Map.entry("ten", 10),
            Map.entry("eleven", 11), Map.entry("twelve", 12), Map.entry("dozen", 12), Map.entry("thirteen", 13), Map.entry("fourteen", 14),
            Map.entry("fifteen", 15),
            Map.entry("sixteen", 16), Map.entry("seventeen", 17), Map.entry("eighteen", 18), Map.entry("nineteen", 19));
    private static final Map<String, Integer> TENS = Map.of(
            "twenty", 20, "thirty", 30, "forty", 40, "fifty", 50, "sixty", 60, "seventy", 70, "eighty", 80, "ninety", 90);
    private static final Map<String, Integer> SCALES = Map.of("thousand", 1_000, "million", 1_000_000);

    private NumberWords() {}

    static boolean isOne(String word) {
        return SMALL.containsKey(word) || TENS.containsKey(word);
    }

    static boolean belongs(String word) {
        return isOne(word) || word.equals("hundred") || SCALES.containsKey(word);
    }

    /** @param words lower-case */
    static OptionalLong value(List<String> words) {
        long total = 0;
        long group = 0;
        char before = ' ';
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("and") && (before == 'h' || before == 's') && i + 1 < words.size()) {
                continue;
            }
            if (SMALL.containsKey(word)) {
                int small = SMALL.get(word);
                if (before == 'o' || before == 't' && (small == 0 || small > 9)) {
                    return OptionalLong.empty();
                }
                group += small;
                before = 'o';
            } else if (TENS.containsKey(word)) {
                if (before == 'o' || before == 't') {
                    return OptionalLong.empty();
                }
                group += TENS.get(word);
                before = 't';
            } else if (word.equals("hundred") && group > 0 && group < 100 && before != 'h') {
                group *= 100;
                before = 'h';
            } else if (SCALES.containsKey(word) && group > 0) {
                total += group * SCALES.get(word);
                group = 0;
                before = 's';
            } else {
                return OptionalLong.empty();
            }
        }
        return before == ' ' ? OptionalLong.empty() : OptionalLong.of(total + group);
    }
}

package dev.maestro.routing.terms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class AutomatonTest {
    @Test
    void it_finds_exactly_what_a_plain_search_finds() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            Set<String> patterns = new LinkedHashSet<>();
            for (int i = 0; i < 1 + random.nextInt(40); i++) {
                patterns.add(word(random, 1 + random.nextInt(5)));
            }
            List<String> list = new ArrayList<>(patterns);
            String text = word(random, random.nextInt(80));
            Set<String> found = new TreeSet<>();
            new Automaton(list).search(text, (p, start, end) -> assertThat(found.add(p + ":" + start + "-" + end)).isTrue());
            Set<String> expected = new TreeSet<>();
            for (int p = 0; p < list.size(); p++) {
                for (int at = text.indexOf(list.get(p)); at >= 0; at = text.indexOf(list.get(p), at + 1)) {
                    expected.add(p + ":" + at + "-" + (at + list.get(p).length()));
                }
            }
            assertThat(found).isEqualTo(expected);
        }
    }

    /** Few letters, so that patterns overlap and lie inside one another. */
    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abç\u4e2d".charAt(random.nextInt(4)));
        }
        return word.toString();
    }
}

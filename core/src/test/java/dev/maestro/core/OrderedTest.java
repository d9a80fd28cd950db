package dev.maestro.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderedTest {
    private final List<String> words = List.of("zebra", "ant", "mole", "yak", "bee", "owl", "fox", "elk");

    @Test
    void a_copy_keeps_the_order_and_takes_no_change() {
        Set<String> given = new LinkedHashSet<>(words);
        Set<String> copy = Ordered.copyOf(given);
        given.add("later");

        assertThat(copy).containsExactlyElementsOf(words);
        assertThatThrownBy(() -> copy.add("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_copy_of_a_map_does_too() {
        Map<String, Integer> given = new LinkedHashMap<>();
        words.forEach(word -> given.put(word, word.length()));
        Map<String, Integer> copy = Ordered.copyOf(given);
        given.clear();

        assertThat(copy.keySet()).containsExactlyElementsOf(words);
        assertThatThrownBy(() -> copy.put("x", 1)).isInstanceOf(UnsupportedOperationException.class);
    }
}

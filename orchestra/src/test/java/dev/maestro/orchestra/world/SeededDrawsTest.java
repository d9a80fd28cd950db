package dev.maestro.orchestra.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeededDrawsTest {
    @Test
    void a_stream_is_split_mix_from_the_hash_of_its_name() {
        // SHA-256 of "abc" begins with ba7816bf8f01cfea; Java's own SplitMix64 with that seed is the reference.
        SplittableRandom reference = new SplittableRandom(0xba7816bf8f01cfeaL);
        SeededDraws draws = SeededDraws.of("abc");
        for (int i = 0; i < 100; i++) {
            assertThat(draws.bits()).isEqualTo(reference.nextLong());
        }
    }

    @Test
    void a_single_number_is_the_upper_part_of_the_hash() {
        assertThat(SeededDraws.unit("abc")).isEqualTo((0xba7816bf8f01cfeaL >>> 11) * 0x1.0p-53);
        assertThat(SeededDraws.unit("a", 1, "b")).isEqualTo(SeededDraws.unit("a/1/b"));
    }

    @Test
    void numbers_below_a_bound_are_about_equally_frequent() {
        SeededDraws draws = SeededDraws.of("bound");
        int[] counts = new int[7];
        IntStream.range(0, 70_000).forEach(_ -> counts[draws.below(7)]++);
        assertThat(IntStream.of(counts)).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400)); // 10,000 with a deviation of 93
    }

    @Test
    void shuffling_keeps_every_item_and_puts_each_in_front_about_equally_often() {
        SeededDraws draws = SeededDraws.of("shuffle");
        int[] first = new int[4];
        for (int i = 0; i < 8_000; i++) {
            List<Integer> order = draws.shuffled(List.of(0, 1, 2, 3));
            assertThat(order).containsExactlyInAnyOrder(0, 1, 2, 3);
            first[order.getFirst()]++;
        }
        assertThat(IntStream.of(first)).allSatisfy(count -> assertThat(count).isBetween(1_840, 2_160)); // 2,000 with a deviation of 39
    }
}

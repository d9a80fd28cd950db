package dev.maestro.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
    private static final int SIZE = 50;
    private static final int DRAWS = 20_000;

    private final Sampler sampler = new Sampler(SIZE);

    private static float[] scores(int seed) {
        Random random = new Random(seed);
        float[] scores = new float[SIZE];
        for (int i = 0; i < SIZE; i++) {
            scores[i] = (float) (random.nextGaussian() * 3);
        }
        return scores;
    }

    /** Filters as they are described, one after the other, on a sorted list. */
    private static Map<Integer, Double> expected(float[] scores, Sampling sampling) {
        List<Integer> kept = IntStream.range(0, SIZE).boxed().sorted(Comparator.comparingDouble(i -> -scores[i]))
                .collect(Collectors.toList());
        Map<Integer, Double> weights = new HashMap<>();
        kept.forEach(i -> weights.put(i, Math.exp(scores[i] / sampling.temperature())));
        if (sampling.topK() > 0) {
            kept = kept.subList(0, Math.min(SIZE, sampling.topK()));
        }
        double total = kept.stream().mapToDouble(weights::get).sum();
        double reached = 0;
        int nucleus = 0;
        while (nucleus < kept.size() && (nucleus == 0 || reached < sampling.topP())) {
            reached += weights.get(kept.get(nucleus++)) / total;
        }
        kept = kept.subList(0, nucleus);
        double best = weights.get(kept.getFirst());
        kept = kept.stream().filter(i -> weights.get(i) >= sampling.minP() * best).toList();
        double rest = kept.stream().mapToDouble(weights::get).sum();
        return kept.stream().collect(Collectors.toMap(i -> i, i -> weights.get(i) / rest));
    }

    private void drawsAsExpected(Sampling sampling) {
        float[] scores = scores(1);
        Map<Integer, Double> expected = expected(scores, sampling);
        Map<Integer, Integer> drawn = new HashMap<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            Sampler.Drawn one = sampler.draw(scores, sampling, draw, Optional.empty(), 0);
            drawn.merge(one.token(), 1, Integer::sum);
            assertThat(one.logProbability()).isCloseTo(Math.log(expected.get(one.token())), within(1e-9));
        }
        // Five standard deviations of a share of 20,000 draws; of a rare one a few draws more.
        expected.forEach((token, share) -> assertThat(drawn.getOrDefault(token, 0) / (double) DRAWS).isCloseTo(share,
                within(5 * Math.sqrt(share / DRAWS) + 4.0 / DRAWS)));
    }

    @Test
    void tokens_are_drawn_as_often_as_their_probabilities_say() {
        drawsAsExpected(new Sampling(1, 0, 1, 0, 5));
        drawsAsExpected(new Sampling(0.5, 0, 1, 0, 6));
    }

    @Test
    void filters_work_one_after_the_other_each_on_what_the_one_before_left() {
        drawsAsExpected(new Sampling(1, 7, 1, 0, 7));
        drawsAsExpected(new Sampling(1.5, 0, 0.6, 0, 8));
        drawsAsExpected(new Sampling(1, 0, 1, 0.2, 9));
        drawsAsExpected(new Sampling(1.3, 10, 0.8, 0.1, 10));
        drawsAsExpected(new Sampling(1, 0, 1e-9, 0, 11));
    }

    @Test
    void greedy_takes_the_best_allowed_and_of_equals_the_first() {
        float[] scores = new float[SIZE];
        scores[7] = 5;
        scores[9] = 5;
        scores[3] = 9;
        BitSet allowed = new BitSet();
        allowed.set(7, 20);

        assertThat(sampler.draw(scores, Sampling.GREEDY, 0, Optional.empty(), 0).token()).isEqualTo(3);
        Sampler.Drawn among = sampler.draw(scores, Sampling.GREEDY, 0, Optional.of(TokenMask.of(allowed)), 0);
        assertThat(among.token()).isEqualTo(7);
        assertThat(Math.exp(among.logProbability())).isCloseTo(Math.exp(5) / (2 * Math.exp(5) + 11), within(1e-9));
    }

    @Test
    void what_is_not_allowed_is_never_drawn_and_the_rest_shares_its_probability() {
        float[] scores = scores(3);
        BitSet allowed = BitSet.valueOf(new long[]{0b1010_0101_0000L});
        Set<Integer> drawn = new TreeSet<>();
        double total = 0;
        for (int draw = 0; draw < 5_000; draw++) {
            Sampler.Drawn one = sampler.draw(scores, Sampling.at(1, 1), draw, Optional.of(TokenMask.of(allowed)), 4);
            if (drawn.add(one.token())) {
                total += Math.exp(one.logProbability());
            }
            assertThat(one.alternatives()).hasSize(4).isSortedAccordingTo(Comparator.comparingDouble(a -> -a.drawn()));
        }
        assertThat(drawn).containsExactly(4, 6, 9, 11);
        assertThat(total).isCloseTo(1, within(1e-9));
    }

    @Test
    void scores_that_are_no_numbers_are_refused_and_minus_infinity_is_only_never_drawn() {
        float[] scores = scores(4);
        scores[5] = Float.NEGATIVE_INFINITY;
        for (int draw = 0; draw < 1_000; draw++) {
            assertThat(sampler.draw(scores, Sampling.at(100, 1), draw, Optional.empty(), 0).token()).isNotEqualTo(5);
        }
        scores[5] = Float.NaN;
        assertThatThrownBy(() -> sampler.draw(scores, Sampling.GREEDY, 0, Optional.empty(), 0))
                .isInstanceOf(Sampler.NotANumberException.class).hasMessageContaining("token 5");
        scores[5] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> sampler.draw(scores, Sampling.at(1, 1), 0, Optional.empty(), 0))
                .isInstanceOf(Sampler.NotANumberException.class);
    }
}

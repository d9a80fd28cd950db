package dev.maestro.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Draws side by side are the draws one after the other. */
class DrawsTest {
    private static final int VOCABULARY = 20_000;
    private static final List<Sampling> SAMPLINGS = List.of(Sampling.at(1, 5), new Sampling(0.7, 20, 0.8, 0, 6),
            new Sampling(1.2, 0, 0.9, 0.01, 7), Sampling.GREEDY);

    private static List<Draws.Row> rows(int count) {
        Random random = new Random(3);
        List<Draws.Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] scores = new float[VOCABULARY];
            for (int id = 0; id < VOCABULARY; id++) {
                scores[id] = (float) (3 * random.nextGaussian());
            }
            rows.add(new Draws.Row(scores, SAMPLINGS.get(i % SAMPLINGS.size()), i, Optional.empty(), i % 3));
        }
        return rows;
    }

    @Test
    void however_many_threads_there_are_each_row_gets_the_token_it_gets_alone() {
        List<Draws.Row> rows = rows(23);
        List<Draws.Result> alone = rows.stream().<Draws.Result>map(row -> new Draws.Result.Token(
                new Sampler(VOCABULARY).draw(row.scores(), row.sampling(), row.draw(), row.mask(), row.alternatives()))).toList();
        for (int threads : List.of(1, 2, 7, 64)) {
            try (Draws draws = new Draws(VOCABULARY, threads)) {
                assertThat(draws.draw(rows)).as("%d threads", threads).isEqualTo(alone);
                assertThat(draws.draw(rows.subList(0, 1))).isEqualTo(alone.subList(0, 1));
                assertThat(draws.draw(List.of())).isEmpty();
                assertThat(draws.draw(rows)).as("%d threads, again", threads).isEqualTo(alone);
            }
        }
    }

    @Test
    void a_row_that_says_nothing_leaves_the_others_their_tokens() {
        List<Draws.Row> rows = rows(9);
        rows.get(4).scores()[17] = Float.NaN;
        try (Draws draws = new Draws(VOCABULARY, 3)) {
            List<Draws.Result> results = draws.draw(rows);
            assertThat(results.get(4)).isInstanceOfSatisfying(Draws.Result.None.class,
                    none -> assertThat(none.why()).isInstanceOf(Sampler.NotANumberException.class).hasMessageContaining("token 17"));
            assertThat(results).filteredOn(Draws.Result.Token.class::isInstance).hasSize(8);
        }
    }
}

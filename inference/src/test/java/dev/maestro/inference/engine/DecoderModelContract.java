package dev.maestro.inference.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.inference.engine.DecoderModel.Logits;
import dev.maestro.inference.engine.DecoderModel.Sequence;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the engine relies on, whatever the model. */
@Tag("contract")
public interface DecoderModelContract {
    /** Rounding differs with the number of rows multiplied at once; scores are of the order of 10. */
    float ROUNDING = 2e-5f;

    /** A model with room for at least 100 tokens and at most 100,000; closed after the test. */
    DecoderModel model();

    private void with(Consumer<DecoderModel> test) {
        try (DecoderModel model = model()) {
            test.accept(model);
        }
    }

    private static PromptSpan words(int from, int count) {
        int[] tokens = IntStream.range(from, from + count).map(i -> i * 13 % 101).toArray();
        int[] positions = IntStream.range(from, from + count).toArray();
        return new PromptSpan(tokens, new int[][]{positions, positions, positions}, List.of());
    }

    private static float[] row(Logits logits, int row) {
        try (logits) {
            return logits.row(row);
        }
    }

    private static Predicate<float[]> same(float[] expected) {
        return actual -> actual.length == expected.length
                && IntStream.range(0, expected.length).allMatch(i -> Math.abs(actual[i] - expected[i]) < ROUNDING);
    }

    private static void prefill(DecoderModel model, Sequence sequence, int from, int count) {
        model.prefill(sequence, words(from, count)).close();
    }

    @Test
    default void a_sequence_counts_its_tokens_and_keeps_its_capacity() {
        with(model -> {
            try (Sequence sequence = model.open(20)) {
                assertThat(sequence.length()).isZero();
                prefill(model, sequence, 0, 7);
                model.decode(List.of(sequence), new int[]{5}).close();
                assertThat(sequence.length()).isEqualTo(8);
                assertThat(sequence.capacity()).isEqualTo(20);
            }
        });
    }

    @Test
    default void a_prompt_in_two_spans_is_the_prompt_in_one() {
        with(model -> {
            try (Sequence whole = model.open(20); Sequence pieces = model.open(20)) {
                float[] expected = row(model.prefill(whole, words(0, 12)), 0);
                prefill(model, pieces, 0, 5);
                assertThat(row(model.prefill(pieces, words(5, 7)), 0)).matches(same(expected));
            }
        });
    }

    @Test
    default void a_decoded_token_is_a_prefilled_one() {
        with(model -> {
            try (Sequence whole = model.open(20); Sequence stepped = model.open(20)) {
                float[] expected = row(model.prefill(whole, words(0, 9)), 0);
                prefill(model, stepped, 0, 8);
                assertThat(row(model.decode(List.of(stepped), new int[]{8 * 13 % 101}), 0)).matches(same(expected));
            }
        });
    }

    @Test
    default void company_in_a_batch_changes_nothing() {
        with(model -> {
            try (Sequence alone = model.open(40);
                    Sequence one = model.open(40);
                    Sequence two = model.open(40);
                    Sequence three = model.open(40)) {
                prefill(model, alone, 0, 9);
                prefill(model, one, 0, 30);
                prefill(model, two, 0, 9);
                prefill(model, three, 3, 1);
                float[] expected = row(model.decode(List.of(alone), new int[]{77}), 0);
                try (Logits logits = model.decode(List.of(one, two, three), new int[]{1, 77, 2})) {
                    assertThat(logits.rows()).isEqualTo(3);
                    assertThat(logits.row(1)).matches(same(expected));
                    assertThat(logits.row(0)).isNotEqualTo(expected);
                }
            }
        });
    }

    @Test
    default void a_fork_goes_on_from_the_prefix_and_leaves_the_source_alone() {
        with(model -> {
            try (Sequence source = model.open(20); Sequence again = model.open(20)) {
                prefill(model, source, 0, 12);
                try (Sequence fork = model.fork(source, 5, 30)) {
                    assertThat(fork.length()).isEqualTo(5);
                    assertThat(fork.capacity()).isEqualTo(30);
                    float[] expected = row(model.prefill(again, words(0, 12)), 0);
                    assertThat(row(model.prefill(fork, words(5, 7)), 0)).matches(same(expected));
                    prefill(model, fork, 20, 8);
                }
                assertThat(source.length()).isEqualTo(12);
                float[] after = row(model.decode(List.of(source), new int[]{3}), 0);
                assertThat(after).matches(same(row(model.decode(List.of(again), new int[]{3}), 0)));
            }
        });
    }

    @Test
    default void a_whole_fork_into_more_room_goes_on_where_the_source_would_have() {
        with(model -> {
            int[] tokens = {4, 5, 6};
            // As an image leaves it: the next position is not the number of tokens.
            PromptSpan jumping = new PromptSpan(tokens, new int[][]{{0, 0, 0}, {0, 3, 7}, {0, 1, 2}}, List.of());
            try (Sequence source = model.open(4)) {
                model.prefill(source, jumping).close();
                try (Sequence fork = model.fork(source, 3, 50)) {
                    float[] expected = row(model.decode(List.of(source), new int[]{9}), 0);
                    assertThat(row(model.decode(List.of(fork), new int[]{9}), 0)).matches(same(expected));
                }
            }
        });
    }

    @Test
    default void best_tokens_and_log_probabilities_are_those_of_the_rows() {
        with(model -> {
            try (Sequence one = model.open(20); Sequence two = model.open(20)) {
                prefill(model, one, 0, 4);
                prefill(model, two, 9, 6);
                try (Logits logits = model.decode(List.of(one, two), new int[]{1, 2})) {
                    int[] best = logits.argmax();
                    float[] logProbabilities = logits.logProbabilities(new int[]{best[0], 17});
                    for (int i = 0; i < 2; i++) {
                        float[] row = logits.row(i);
                        assertThat(row).hasSize(model.vocabularySize());
                        double sum = 0;
                        for (float score : row) {
                            assertThat(score).isLessThanOrEqualTo(row[best[i]]);
                            sum += Math.exp(score);
                        }
                        double expected = row[i == 0 ? best[0] : 17] - Math.log(sum);
                        assertThat((double) logProbabilities[i]).isCloseTo(expected, within(1e-4));
                    }
                }
            }
        });
    }

    @Test
    default void what_does_not_fit_is_refused_and_nothing_is_lost() {
        with(model -> {
            try (Sequence kept = model.open(20)) {
                prefill(model, kept, 0, 10);
                long tooMuch = 200_000;
                assertThatExceptionOfType(OutOfModelMemoryException.class).isThrownBy(() -> model.open((int) tooMuch));
                try (Sequence other = model.open(20)) {
                    prefill(model, other, 0, 10);
                    float[] expected = row(model.decode(List.of(other), new int[]{3}), 0);
                    assertThat(row(model.decode(List.of(kept), new int[]{3}), 0)).matches(same(expected));
                }
            }
        });
    }
}

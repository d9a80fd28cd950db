package dev.maestro.policy.engine;

import dev.maestro.policy.engine.GenerationOutcome.Alternative;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws tokens from scores. What is drawn depends on the scores, the sampling and the number of the draw
 * only. Keeps room for one row of scores; one thread at a time.
 */
final class Sampler {
    private static final double LARGEST_UNIT = 0x1.0p-53;

    private final int[] ids;
    private final double[] weights;
    private int count;

    Sampler(int vocabularySize) {
        ids = new int[vocabularySize];
        weights = new double[vocabularySize];
    }

    /** @param logProbability in the distribution it was drawn from */
    record Drawn(int token, double logProbability, List<Alternative> alternatives) {}

    /** The scores say nothing. */
    static final class NotANumberException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotANumberException(String message) {
            super(message);
        }
    }

    /**
     * @param scores       float32 [vocabulary], before the softmax
     * @param draw         number of the draw in its generation, from 0
     * @param mask         not empty
     * @param alternatives most to be named
     */
    Drawn draw(float[] scores, Sampling sampling, int draw, Optional<TokenMask> mask, int alternatives) {
        double best = weigh(scores, sampling.isGreedy() ? 1 : sampling.temperature(), mask);
        if (!sampling.isGreedy() && sampling.isFiltered()) {
            filter(sampling);
        }
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        int chosen = sampling.isGreedy() ? first(best) : pick(unit(sampling.seed(), draw) * total);
        return new Drawn(ids[chosen], Math.log(weights[chosen] / total), alternatives == 0 ? List.of() : likeliest(alternatives, total));
    }

    /** Weights of what is allowed, relative to the best, which weighs 1. */
    private double weigh(float[] scores, double temperature, Optional<TokenMask> mask) {
        int @Nullable [] allowed = mask.isPresent() ? mask.get().tokens() : null;
        count = 0;
        double best = Double.NEGATIVE_INFINITY;
        int length = allowed == null ? scores.length : allowed.length;
        for (int i = 0; i < length; i++) {
            int id = allowed == null ? i : allowed[i];
            float score = id < scores.length ? scores[id] : Float.NEGATIVE_INFINITY;
            if (Float.isNaN(score) || score == Float.POSITIVE_INFINITY) {
                throw new NotANumberException("the score of token " + id + " is " + score);
            }
            ids[count] = id;
            weights[count] = score;
            count++;
            best = Math.max(best, score);
        }
        if (best == Double.NEGATIVE_INFINITY) {
            throw new NotANumberException("every token that may be written scores minus infinity");
        }
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp((weights[i] - best) / temperature);
        }
        return 1;
    }

    private void filter(Sampling sampling) {
        if (sampling.topK() > 0 && sampling.topK() < count) {
            double[] sorted = Arrays.copyOf(weights, count);
            Arrays.sort(sorted);
            keepFrom(sorted[count - sampling.topK()]);
        }
        if (sampling.topP() < 1) {
            nucleus(sampling.topP());
        }
        if (sampling.minP() > 0) {
            keepFrom(sampling.minP()); // the best weighs 1
        }
    }

    private void keepFrom(double least) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] >= least) {
                ids[kept] = ids[i];
                weights[kept++] = weights[i];
            }
        }
        count = kept;
    }

    private void nucleus(double share) {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        // What weighs less than this adds up to less than what may be left out, so none of it is needed: sorting it would be in vain.
        keepFrom(Math.min(1, (1 - share) * total / count));
        int[] order = order().toArray();
        double reached = 0;
        int kept = 0;
        while (kept < order.length && (kept == 0 || reached < share * total)) {
            reached += weights[order[kept++]];
        }
        int[] members = Arrays.copyOf(order, kept);
        Arrays.sort(members); // by id again, so that a draw walks in an order of its own
        for (int i = 0; i < kept; i++) {
            ids[i] = ids[members[i]];
            weights[i] = weights[members[i]];
        }
        count = kept;
    }

    /** Places by falling weight; of equals the lower id first. */
    private IntStream order() {
        return IntStream.range(0, count).boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> -weights[i]).thenComparingInt(i -> ids[i]))
                .mapToInt(Integer::intValue);
    }

    private int first(double weight) {
        int place = 0;
        while (weights[place] < weight) {
            place++;
        }
        return place;
    }

    private int pick(double target) {
        double reached = 0;
        int last = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] > 0) {
                last = i;
                reached += weights[i];
                if (reached > target) {
                    return i;
                }
            }
        }
        return last;
    }

    private List<Alternative> likeliest(int most, double total) {
        return order().limit(most).filter(i -> weights[i] > 0).mapToObj(i -> new Alternative(ids[i], Math.log(weights[i] / total))).toList();
    }

    /** 0 to below 1: SplitMix64, counted rather than stepped, so that a generation can be taken up again at any draw. */
    static double unit(long seed, int draw) {
        long z = seed + (draw + 1L) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * LARGEST_UNIT;
    }
}

package dev.maestro.inference.engine;

import dev.maestro.inference.engine.GenerationOutcome.Alternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Draws tokens from scores. What is drawn depends on the scores, the sampling and the number of the draw
 * only. Keeps room for one row of scores; one thread at a time. What is left is drawn from by a {@link Race}.
 */
final class Sampler {
    private final int[] ids;
    private final float[] left;
    private final double[] weights;
    private final Ranking ranking;
    private int count;

    /** @param room tokens that may be scored or allowed, whichever are more */
    Sampler(int room) {
        ids = new int[room];
        left = new float[room];
        weights = new double[room];
        ranking = new Ranking(room);
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
     * @param mask         not empty; a token without a score is never drawn
     * @param alternatives most to be named
     */
    Drawn draw(float[] scores, Sampling sampling, int draw, Optional<TokenMask> mask, int alternatives) {
        float best = gather(scores, mask);
        boolean filtered = !sampling.isGreedy() && sampling.isFiltered();
        if (filtered && sampling.topK() > 0 && sampling.topK() < count) {
            ranking.of(left, count);
            keepFrom(left[ranking.best(sampling.topK())[sampling.topK() - 1]]);
        }
        weigh(best, sampling.isGreedy() ? 1 : sampling.temperature());
        if (filtered && sampling.topP() < 1) {
            nucleus(sampling.topP());
        }
        if (filtered && sampling.minP() > 0) {
            keepWeighing(sampling.minP()); // the best weighs 1
        }
        double total = total();
        int chosen = sampling.isGreedy() ? first(best) : Race.winner(ids, weights, count, sampling.seed(), draw);
        return new Drawn(ids[chosen], Math.log(weights[chosen] / total), alternatives == 0 ? List.of() : likeliest(alternatives, total));
    }

    /** What is allowed, by rising id. @return the best score */
    private float gather(float[] scores, Optional<TokenMask> mask) {
        if (mask.isPresent()) {
            count = mask.get().size();
            mask.get().into(ids);
        } else {
            count = scores.length;
            for (int id = 0; id < count; id++) {
                ids[id] = id;
            }
        }
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            float score = ids[i] < scores.length ? scores[ids[i]] : Float.NEGATIVE_INFINITY;
            if (!(score < Float.POSITIVE_INFINITY)) {
                throw new NotANumberException("the score of token " + ids[i] + " is " + score);
            }
            left[i] = score;
            best = Math.max(best, score);
        }
        if (best == Float.NEGATIVE_INFINITY) {
            throw new NotANumberException("every token that may be written scores minus infinity");
        }
        return best;
    }

    /** Weights relative to the best, which weighs 1. */
    private void weigh(float best, double temperature) {
        for (int i = 0; i < count; i++) {
            weights[i] = Math.exp(((double) left[i] - best) / temperature);
        }
    }

    private double total() {
        double total = 0;
        for (int i = 0; i < count; i++) {
            total += weights[i];
        }
        return total;
    }

    private void keepFrom(float least) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (left[i] >= least) {
                ids[kept] = ids[i];
                left[kept++] = left[i];
            }
        }
        count = kept;
    }

    private void keepWeighing(double least) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (weights[i] >= least) {
                move(i, kept++);
            }
        }
        count = kept;
    }

    private void nucleus(double share) {
        double total = total();
        // What weighs less than this adds up to less than what may be left out, so none of it is needed.
        keepWeighing(Math.min(1, (1 - share) * total / count));
        ranking.of(left, count);
        int kept = 0;
        for (int place : ranking.reaching(share * total, weights)) {
            move(place, kept++);
        }
        count = kept;
    }

    private void move(int from, int to) {
        ids[to] = ids[from];
        left[to] = left[from];
        weights[to] = weights[from];
    }

    private int first(float best) {
        int place = 0;
        while (left[place] < best) {
            place++;
        }
        return place;
    }

    private List<Alternative> likeliest(int most, double total) {
        ranking.of(left, count);
        List<Alternative> best = new ArrayList<>();
        for (int place : ranking.best(most)) {
            if (weights[place] > 0) {
                best.add(new Alternative(ids[place], Math.log(weights[place] / total)));
            }
        }
        return best;
    }
}

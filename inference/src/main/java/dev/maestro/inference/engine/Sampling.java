package dev.maestro.inference.engine;

import dev.maestro.core.errors.MaestroException;

/**
 * How a token is drawn from the scores. The order is that of the transformers library: what is not
 * allowed is taken out, then temperature, top-k, top-p, min-p; each works on what the one before left.
 *
 * @param temperature 0 takes the best token; else scores are divided by it
 * @param topK        so many of the best stay, those that tie with the last included; 0: all
 * @param topP        the fewest of the best whose probabilities reach it stay; 1: all
 * @param minP        those stay that are at least so likely as this share of the best; 0: all
 * @param seed        of the draws: the same scores and seed give the same token, whatever else runs. Another batch rounds scores
 *                    otherwise; then only a token that nearly won can be drawn instead, as unlikely as the rounding is small
 */
public record Sampling(double temperature, int topK, double topP, double minP, long seed) {
    public static final Sampling GREEDY = new Sampling(0, 0, 1, 0, 0);

    public Sampling {
        if (!(temperature >= 0 && temperature <= 100) || topK < 0 || !(topP > 0 && topP <= 1) || !(minP >= 0 && minP <= 1)) {
            throw new MaestroException(EngineErrors.SAMPLING_INVALID, "temperature " + temperature + " (0 to 100), top_k " + topK
                    + " (at least 0), top_p " + topP + " (above 0, to 1), min_p " + minP + " (0 to 1)");
        }
    }

    public static Sampling at(double temperature, long seed) {
        return new Sampling(temperature, 0, 1, 0, seed);
    }

    public boolean isGreedy() {
        return temperature == 0;
    }

    boolean isFiltered() {
        return topK > 0 || topP < 1 || minP > 0;
    }
}

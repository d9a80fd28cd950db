package dev.maestro.inference.engine;

/**
 * A draw: each token has a clock of its own, seeded by the draw and its id, that runs as fast as the token is likely, and the
 * first to ring is drawn. That gives every token its probability, as one number held against added-up probabilities would; but
 * where scores differ by rounding, because another batch computed them, only a token that nearly won can win instead, while a
 * sum over a large vocabulary shifts at every token. Draws are counted rather than stepped, so that a generation can be taken up
 * again at any of them. Thread-safe.
 */
public final class Race {
    private static final double LARGEST_UNIT = 0x1.0p-53;
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Race() {}

    /**
     * @param weights at least 0, in proportion to probabilities; one of 0 never wins
     * @param count   how many of the arrays take part
     * @param seed    of the generation
     * @param draw    its number, from 0
     * @return place of the winner
     */
    public static int winner(int[] ids, double[] weights, int count, long seed, int draw) {
        long clocks = mix(from(seed, draw + 1L));
        double soonest = Double.POSITIVE_INFINITY;
        int winner = 0;
        for (int i = 0; i < count; i++) {
            double unit = unit(clocks, ids[i]);
            // -log(unit) is at least 1 - unit: most need no logarithm to have lost. A weight of 0 never wins.
            if (1 - unit <= soonest * weights[i]) {
                double rings = -Math.log(unit) / weights[i];
                if (rings < soonest) {
                    soonest = rings;
                    winner = i;
                }
            }
        }
        return winner;
    }

    /** The seed of a generation whose first draw is another's with this number: a text drawn in pieces is drawn as in one. */
    public static long from(long seed, long draw) {
        return seed + draw * GOLDEN;
    }

    /** A seed of its own for each of several numbers. */
    public static long seed(long... numbers) {
        long seed = 0;
        for (long number : numbers) {
            seed = mix(from(seed ^ mix(from(number, 1)), 1));
        }
        return seed;
    }

    /** Above 0, to 1. */
    private static double unit(long clocks, int id) {
        return ((mix(from(clocks, id + 1L)) >>> 11) + 1) * LARGEST_UNIT;
    }

    /** SplitMix64's. */
    private static long mix(long seed) {
        long z = (seed ^ (seed >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}

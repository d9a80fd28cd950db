package dev.maestro.inference.engine;

import java.util.Arrays;

/**
 * Places of scores from the best on, of equals the lower place first. Sorts only as far as it is asked: of a
 * hundred and fifty thousand places a handful matters. One thread at a time.
 */
final class Ranking {
    /** So few are sorted rather than parted further. */
    private static final int SHORT = 24;

    private final long[] keys;
    private int count;

    Ranking(int room) {
        keys = new long[room];
    }

    /** @param scores numbers; of the first {@code places} places */
    void of(float[] scores, int places) {
        count = places;
        for (int place = 0; place < places; place++) {
            int bits = Float.floatToIntBits(scores[place] + 0f); // no negative zero
            int rising = bits ^ (bits >> 31) & 0x7fff_ffff;
            keys[place] = (long) ~rising << 32 | place;
        }
    }

    /** The best, in order. */
    int[] best(int most) {
        int wanted = Math.min(most, count);
        int left = 0;
        int right = count;
        while (right - left > SHORT) {
            int middle = part(left, right);
            if (middle >= wanted) {
                right = middle;
            } else {
                left = middle;
            }
        }
        Arrays.sort(keys, left, right);
        Arrays.sort(keys, 0, wanted);
        return places(wanted);
    }

    /**
     * As few of the best as together weigh so much, at least one, by place.
     *
     * @param weights by place; they fall as the scores do
     */
    int[] reaching(double wanted, double[] weights) {
        int left = 0;
        int right = count;
        double reached = 0;
        while (right - left > SHORT) {
            int middle = part(left, right);
            double more = 0;
            for (int i = left; i < middle; i++) {
                more += weights[(int) keys[i]];
            }
            if (reached + more >= wanted) {
                right = middle;
            } else {
                reached += more;
                left = middle;
            }
        }
        Arrays.sort(keys, left, right);
        while (left < right && (left == 0 || reached < wanted)) {
            reached += weights[(int) keys[left++]];
        }
        int[] places = places(left);
        Arrays.sort(places);
        return places;
    }

    private int[] places(int most) {
        int[] places = new int[most];
        for (int i = 0; i < most; i++) {
            places[i] = (int) keys[i];
        }
        return places;
    }

    /** Brings the smaller keys to the left. All keys differ. @return where the larger ones begin, both sides not empty */
    private int part(int left, int right) {
        long pivot = middle(keys[left], keys[(left + right) >>> 1], keys[right - 1]);
        int i = left - 1;
        int j = right;
        while (true) {
            do {
                i++;
            } while (keys[i] < pivot);
            do {
                j--;
            } while (keys[j] > pivot);
            if (i >= j) {
                return j + 1;
            }
            long swapped = keys[i];
            keys[i] = keys[j];
            keys[j] = swapped;
        }
    }

    private static long middle(long a, long b, long c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}

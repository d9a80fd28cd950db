package dev.maestro.app.evaluation.report;

import java.util.ArrayList;
import java.util.List;

/** pass@k over samples that come in order, each with its attempts together. Not thread-safe. */
final class PassTally {
    private final int attempts;
    private final List<Integer> ks = new ArrayList<>();
    private final double[] sums;
    private long samples;
    private long current = -1;
    private int seen;
    private int right;

    /** @param attempts asked for per sample; k is 1, 2, 4, … and that number */
    PassTally(int attempts) {
        this.attempts = attempts;
        for (int k = 1; k < attempts; k *= 2) {
            ks.add(k);
        }
        ks.add(attempts);
        sums = new double[ks.size()];
    }

    void add(long index, boolean isRight) {
        if (index != current) {
            close();
            current = index;
        }
        seen++;
        right += isRight ? 1 : 0;
    }

    /** A sample counts when all of its attempts are there. */
    private void close() {
        if (seen == attempts) {
            samples++;
            for (int i = 0; i < sums.length; i++) {
                sums[i] += chance(attempts, right, ks.get(i));
            }
        }
        seen = 0;
        right = 0;
    }

    /** 1 - C(n-c, k)/C(n, k), as a product so that nothing overflows. */
    static double chance(int n, int c, int k) {
        if (n - c < k) {
            return 1;
        }
        double allWrong = 1;
        for (int i = n - c + 1; i <= n; i++) {
            allWrong *= 1 - (double) k / i;
        }
        return 1 - allWrong;
    }

    List<Summary.PassAtK> passAtK() {
        close();
        List<Summary.PassAtK> rows = new ArrayList<>();
        for (int i = 0; attempts > 1 && samples > 0 && i < sums.length; i++) {
            rows.add(new Summary.PassAtK(ks.get(i), sums[i] / samples, samples));
        }
        return rows;
    }
}

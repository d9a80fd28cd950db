package dev.maestro.orchestra.report;

import dev.maestro.orchestra.world.SeededDraws;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How calls are spread over experts, slots or skills.
 *
 * @param entropyBits  of the shares: 0 when one has all, the binary logarithm of their number when all have the same
 * @param largest      who has most, the first of equals by name
 * @param largestShare of calls
 */
public record MeasuredShares(MeasuredValue entropyBits, String largest, MeasuredValue largestShare) {
    /** Draws of the bootstrap: the ends of an interval are known to a tenth of its width. */
    private static final int MOST_DRAWS = 500;
    private static final int FEWEST_DRAWS = 100;
    private static final int MOST_PICKS = 2_000_000;

    /**
     * The interval of the entropy is the percentile bootstrap over tasks (Efron and Tibshirani 1993, ch. 13), as calls within a task
     * go together; the draws are seeded, so the same calls give the same interval.
     *
     * @param calls who was called, task by task
     */
    static MeasuredShares of(List<List<String>> calls) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        calls.stream().flatMap(List::stream).sorted().forEach(name -> numbers.putIfAbsent(name, numbers.size()));
        int[][] tasks = calls.stream().map(names -> names.stream().mapToInt(name -> numbers.getOrDefault(name, 0)).toArray())
                .toArray(int[][]::new);
        int[] counts = new int[numbers.size()];
        for (int[] task : tasks) {
            count(task, counts);
        }
        int total = Arrays.stream(counts).sum();
        if (total == 0) {
            return new MeasuredShares(new MeasuredValue(0, 0, 0, 0), "", MeasuredValue.share(0, 0));
        }
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return new MeasuredShares(entropy(tasks, counts), List.copyOf(numbers.keySet()).get(most),
                MeasuredValue.share(counts[most], total));
    }

    private static void count(int[] task, int[] counts) {
        for (int call : task) {
            counts[call]++;
        }
    }

    private static MeasuredValue entropy(int[][] tasks, int[] counts) {
        double bits = bits(counts);
        SeededDraws draws = SeededDraws.of("orchestra/bootstrap", tasks.length);
        double[] drawn = new double[Math.max(FEWEST_DRAWS, Math.min(MOST_DRAWS, MOST_PICKS / tasks.length))];
        int[] resampled = new int[counts.length];
        for (int draw = 0; draw < drawn.length; draw++) {
            Arrays.fill(resampled, 0);
            for (int i = 0; i < tasks.length; i++) {
                count(tasks[draws.below(tasks.length)], resampled);
            }
            drawn[draw] = bits(resampled);
        }
        Arrays.sort(drawn);
        double low = drawn[(int) (0.025 * drawn.length)];
        double high = drawn[(int) (0.975 * drawn.length)];
        return new MeasuredValue(Arrays.stream(counts).sum(), bits, Math.min(bits, low), Math.max(bits, high));
    }

    private static double bits(int[] counts) {
        double total = Arrays.stream(counts).sum();
        double bits = 0;
        for (int count : counts) {
            bits -= count == 0 ? 0 : count / total * Math.log(count / total) / Math.log(2);
        }
        return Math.max(0, bits);
    }
}

package dev.maestro.app.evaluation.report;

import dev.maestro.app.program.Problem;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.SampleResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Two runs over the same samples, difference by difference. Pairs are samples, not attempts, so that what is
 * hard in both does not count as noise.
 *
 * @param before     name of the one
 * @param after      name of the other
 * @param pairs      samples that both have a result for
 * @param onlyBefore samples that only the one has
 * @param onlyAfter  samples that only the other has
 * @param overall    differences over all pairs
 * @param sources    accuracy by data source, in order of name
 * @param failed     why one or the other is no run to compare with, in sentences: then no difference means anything
 */
public record Comparison(String before, String after, String scorer, long pairs, long onlyBefore, long onlyAfter, List<Difference> overall,
        List<Difference> sources, List<String> failed) {
    /** Draws of the bootstrap; the ends of a 95 % interval are then known to about a twentieth of its width. */
    private static final int DRAWS = 10_000;
    /** So that a large data set is compared within seconds; its interval is narrow anyway. */
    private static final long MOST_PICKS = 200_000_000;
    private static final long SEED = 42;

    public Comparison {
        overall = List.copyOf(overall);
        sources = List.copyOf(sources);
        failed = List.copyOf(failed);
    }

    /** Whether a difference is more than noise, and between two runs that did what they were to do. */
    public boolean significant(Difference difference) {
        return failed.isEmpty() && difference.significant();
    }

    /**
     * @param what   e.g. {@code accuracy} or the data source
     * @param before mean of the one
     * @param after  mean of the other
     * @param change after less before, with the 95 % interval of the paired bootstrap
     * @param better samples at which the other has more
     * @param worse  samples at which it has less
     */
    public record Difference(String what, long pairs, double before, double after, PairedBootstrap.Interval change, long better,
            long worse) {
        /** Whether the interval leaves zero out. */
        public boolean significant() {
            return change.low() > 0 || change.high() < 0;
        }
    }

    /** Means of one sample's attempts. */
    private record Sample(String source, double right, double latencyMs, double costMicros, double tokens, double calls) {}

    private record Pair(Sample before, Sample after) {}

    /**
     * Compares by the scorer named, whatever each run's own is.
     *
     * @throws Problem {@code RUNS_NOT_COMPARABLE} when they have no sample in common
     */
    public static Comparison of(EvaluationStore store, Evaluation before, Evaluation after, String scorer) {
        List<String> failed = new ArrayList<>();
        for (Evaluation each : List.of(before, after)) {
            store.overview(each.name()).map(Evaluation.Overview::status)
                    .filter(status -> status == EvaluationStatus.FAILED || status == EvaluationStatus.CANCELLED)
                    .ifPresent(status -> failed.add("\"" + each.name() + "\" is " + status + "."));
        }
        return of(store::eachResult, before, after, scorer, failed);
    }

    static Comparison of(Results results, Evaluation before, Evaluation after, String scorer, List<String> failedAlready) {
        List<String> failed = new ArrayList<>(failedAlready);
        for (Evaluation each : List.of(before, after)) {
            mostlyFailed(results, each).ifPresent(failed::add);
        }
        Map<String, Sample> old = samples(results, before, scorer);
        Map<String, Sample> young = samples(results, after, scorer);
        List<Pair> pairs = old.entrySet().stream()
                .filter(entry -> young.containsKey(entry.getKey()))
                .map(entry -> new Pair(entry.getValue(), young.get(entry.getKey())))
                .toList();
        if (pairs.isEmpty()) {
            throw Problem.usage(ComparisonErrors.RUNS_NOT_COMPARABLE, "\"" + before.name() + "\" (" + old.size() + " samples of "
                    + before.data() + ") and \"" + after.name()
                    + "\" (" + young.size() + " samples of " + after.data()
                    + ") have no scored sample in common. Compare runs over the same data.");
        }
        Map<String, List<Pair>> bySource = new TreeMap<>();
        pairs.forEach(pair -> bySource.computeIfAbsent(pair.before().source(), s -> new ArrayList<>()).add(pair));
        List<Difference> overall = List.of(
                difference("accuracy", pairs, Sample::right), difference("latency ms", pairs, Sample::latencyMs),
                difference("cost micros", pairs, Sample::costMicros),
                difference("tokens", pairs, Sample::tokens), difference("calls", pairs, Sample::calls));
        List<Difference> sources = new ArrayList<>();
        bySource.forEach((source, its) -> sources.add(difference(source, its, Sample::right)));
        return new Comparison(before.name(), after.name(), scorer, pairs.size(), old.size() - pairs.size(), young.size() - pairs.size(),
                overall, sources, failed);
    }

    /** A run in which more queries failed than were answered says what was broken, not what is better. */
    private static Optional<String> mostlyFailed(Results results, Evaluation run) {
        long[] count = new long[2];
        results.each(run.name(), result -> count[result.status() == QueryStatus.ANSWERED ? 0 : 1]++);
        return count[1] <= count[0]
                ? Optional.empty()
                : Optional.of("of " + (count[0] + count[1]) + " queries of \"" + run.name() + "\" " + count[1] + " had no answer.");
    }

    private static Difference difference(String what, List<Pair> pairs, ToDoubleFunction<Sample> figure) {
        double[] old = pairs.stream().mapToDouble(pair -> figure.applyAsDouble(pair.before())).toArray();
        double[] young = pairs.stream().mapToDouble(pair -> figure.applyAsDouble(pair.after())).toArray();
        double[] change = new double[old.length];
        long better = 0;
        long worse = 0;
        for (int i = 0; i < change.length; i++) {
            change[i] = young[i] - old[i];
            better += change[i] > 0 ? 1 : 0;
            worse += change[i] < 0 ? 1 : 0;
        }
        int draws = (int) Math.max(1_000, Math.min(DRAWS, MOST_PICKS / change.length));
        return new Difference(what, change.length, mean(old), mean(young), PairedBootstrap.interval(change, draws, SEED), better, worse);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static Map<String, Sample> samples(Results results, Evaluation run, String scorer) {
        Map<String, double[]> sums = new HashMap<>();
        Map<String, String> sources = new HashMap<>();
        results.each(run.name(), result -> Summarizer.counting(scorer, result).ifPresent(score -> {
            String key = key(result);
            sources.put(key, result.dataSource());
            double[] sum = sums.computeIfAbsent(key, k -> new double[6]);
            sum[0]++;
            sum[1] += score.accuracy() > 0 ? 1 : 0;
            sum[2] += result.latencyMs();
            sum[3] += result.costMicros();
            sum[4] += result.tokens();
            sum[5] += result.calls().size();
        }));
        Map<String, Sample> samples = new TreeMap<>();
        sums.forEach((key, s) -> samples.put(key,
                new Sample(sources.getOrDefault(key, ""), s[1] / s[0], s[2] / s[0], s[3] / s[0], s[4] / s[0], s[5] / s[0])));
        return samples;
    }

    /** What makes two samples the same one: the data set's id and the question; positions may differ between files. */
    private static String key(SampleResult result) {
        return result.sampleId() + "\u0000" + result.dataSource() + "\u0000" + Integer.toHexString(result.question().hashCode()) + "\u0000"
                + result.images().hashCode();
    }
}

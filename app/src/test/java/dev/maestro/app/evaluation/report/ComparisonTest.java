package dev.maestro.app.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.registry.evaluations.SampleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static List<SampleResult> run(String name, int samples, LongPredicate right, long latencyMs) {
        List<SampleResult> results = new ArrayList<>();
        for (long n = 0; n < samples; n++) {
            results.add(Runs.sample(n).right(right.test(n)).took(latencyMs).made(name));
        }
        return results;
    }

    private static Comparison compare(List<SampleResult> before, List<SampleResult> after) {
        List<SampleResult> all = new ArrayList<>(before);
        all.addAll(after);
        return Comparison.of(Runs.results(all), Runs.evaluation("before", 1), Runs.evaluation("after", 1), "strict", List.of());
    }

    @Test
    void a_clear_improvement_leaves_zero_out_of_its_interval() {
        Comparison comparison = compare(run("before", 200, n -> n % 2 == 0, 1_000), run("after", 200, n -> n % 5 != 1, 500));
        Comparison.Difference accuracy = comparison.overall().getFirst();
        assertThat(accuracy.change().mean()).isCloseTo(0.3, within(1e-9));
        assertThat(comparison.significant(accuracy)).isTrue();
        assertThat(comparison.failed()).isEmpty();
        assertThat(accuracy.change().low()).isBetween(0.15, 0.29);
        assertThat(accuracy.better() - accuracy.worse()).isEqualTo(60);
        assertThat(comparison.overall().get(1).change().mean()).isEqualTo(-500);
    }

    @Test
    void a_run_most_of_whose_queries_failed_is_never_called_significantly_worse() {
        List<SampleResult> failed = new ArrayList<>();
        for (long n = 0; n < 200; n++) {
            failed.add((n < 90 ? Runs.sample(n).right(true) : Runs.sample(n).failed("POLICY_UNREACHABLE")).made("after"));
        }
        Comparison comparison = compare(run("before", 200, n -> true, 1), failed);
        Comparison.Difference accuracy = comparison.overall().getFirst();
        assertThat(accuracy.change().high()).as("by its figures alone it would be").isNegative();
        assertThat(comparison.significant(accuracy)).isFalse();
        assertThat(comparison.failed()).containsExactly("of 200 queries of \"after\" 110 had no answer.");
    }

    @Test
    void noise_is_not_called_a_difference() {
        Comparison comparison = compare(run("before", 100, n -> n % 3 == 0, 1), run("after", 100, n -> n % 3 == 1, 1));
        assertThat(comparison.overall().getFirst().significant()).isFalse();
    }

    @Test
    void the_interval_is_that_of_pairs_not_of_two_independent_runs() {
        // 90 samples alike in both, 10 turned from wrong to right: independent runs of 100 could not tell.
        Comparison comparison = compare(run("before", 100, n -> n < 50, 1), run("after", 100, n -> n < 60, 1));
        assertThat(comparison.overall().getFirst().change().low()).isCloseTo(0.05, within(0.011));
        assertThat(comparison.overall().getFirst().change().high()).isCloseTo(0.16, within(0.011));
    }

    @Test
    void samples_that_only_one_run_has_are_counted_and_left_out() {
        Comparison comparison = compare(run("before", 10, n -> true, 1), run("after", 7, n -> true, 1));
        assertThat(comparison).extracting(Comparison::pairs, Comparison::onlyBefore, Comparison::onlyAfter).containsExactly(7L, 3L, 0L);
    }

    @Test
    void runs_over_different_data_are_refused() {
        List<SampleResult> other = List.of(Runs.sample(0).asking("Another question").made("after"));
        assertThatThrownBy(() -> compare(run("before", 1, n -> true, 1), other)).hasMessageContaining("RUNS_NOT_COMPARABLE")
                .hasMessageContaining("charts.jsonl");
    }

    @Test
    void the_same_pairs_give_the_same_interval() {
        double[] pairs = {1, 0, 0, -1, 1, 1};
        assertThat(PairedBootstrap.interval(pairs, 1_000, 7)).isEqualTo(PairedBootstrap.interval(pairs, 1_000, 7));
    }

    @Test
    void the_interval_covers_the_truth_about_as_often_as_it_says() {
        java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        int covered = 0;
        for (int trial = 0; trial < 400; trial++) {
            double[] pairs = random.doubles(80).map(u -> u < 0.3 ? 1 : u < 0.4 ? -1 : 0).toArray();
            PairedBootstrap.Interval interval = PairedBootstrap.interval(pairs, 400, trial);
            covered += interval.low() <= 0.2 && 0.2 <= interval.high() ? 1 : 0;
        }
        // 95 % of 400 are 380; four standard deviations of that count are 17, and the percentile method is a little narrow.
        assertThat(covered).isBetween(355, 398);
    }
}

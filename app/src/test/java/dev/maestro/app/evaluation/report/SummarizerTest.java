package dev.maestro.app.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.maestro.registry.evaluations.SampleResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SummarizerTest {
    private static Summary summary(int attempts, List<Runs.Result> results) {
        List<SampleResult> made = results.stream().map(result -> result.made("run")).toList();
        return Summarizer.of(Runs.results(made), Runs.overview("run", attempts, made.size() / attempts));
    }

    @Test
    void accuracy_is_told_by_source_with_its_uncertainty() {
        Summary summary = summary(1, List.of(
                Runs.sample(0), Runs.sample(1).right(false), Runs.sample(2), Runs.sample(3), Runs.sample(4).of("vstar"),
                Runs.sample(5).of("vstar").rightByReferenceOnly()));
        assertThat(summary.sources()).extracting(Summary.Source::dataSource).containsExactly("chartqa", "vstar");
        assertThat(summary.sources().getFirst().strict().share()).isEqualTo(0.75);
        // Wilson's interval for 3 of 4
        assertThat(summary.sources().getFirst().strict().low()).isCloseTo(0.3006, within(1e-4));
        assertThat(summary.sources().getFirst().strict().high()).isCloseTo(0.9544, within(1e-4));
        assertThat(summary.sources().getLast().reference().share()).isEqualTo(1);
        assertThat(summary.accuracy().strict().share()).isCloseTo(4 / 6.0, within(1e-9));
        assertThat(summary.accuracy().meanOfSources()).isCloseTo((0.75 + 0.5) / 2, within(1e-9));
        assertThat(summary.accuracy().scorersDisagree()).isEqualTo(1);
    }

    @Test
    void attempts_at_one_sample_are_one_observation() {
        List<Runs.Result> results = new ArrayList<>();
        for (int sample = 0; sample < 10; sample++) {
            for (int attempt = 1; attempt <= 4; attempt++) {
                results.add(Runs.sample(sample).attempt(attempt).right(sample < 5));
            }
        }
        Summary summary = summary(4, results);
        assertThat(summary.accuracy().strict().samples()).isEqualTo(10);
        // All or nothing: as wide as ten samples, not as narrow as forty.
        assertThat(summary.accuracy().strict()).isEqualTo(Estimate.of(10, 5, 5));
        assertThat(summary.passAtK()).extracting(Summary.PassAtK::k).containsExactly(1, 2, 4);
        assertThat(summary.passAtK()).allSatisfy(row -> assertThat(row.chance()).isEqualTo(0.5));
    }

    @Test
    void pass_at_k_is_the_unbiased_estimate() {
        assertThat(PassTally.chance(4, 1, 1)).isCloseTo(0.25, within(1e-12));
        assertThat(PassTally.chance(4, 1, 2)).isCloseTo(0.5, within(1e-12));
        assertThat(PassTally.chance(4, 0, 4)).isZero();
        assertThat(PassTally.chance(64, 63, 2)).isEqualTo(1);
        assertThat(PassTally.chance(5, 2, 3)).isCloseTo(1 - 1 / 10.0, within(1e-12));
    }

    @Test
    void a_sample_that_is_not_finished_does_not_count_for_pass_at_k() {
        Summary summary = summary(2, List.of(Runs.sample(0).attempt(1), Runs.sample(0).attempt(2).right(false), Runs.sample(1).attempt(1)));
        assertThat(summary.passAtK()).extracting(Summary.PassAtK::samples).containsOnly(1L);
    }

    @Test
    void percentiles_are_times_that_an_attempt_took_and_every_attempt_is_in_a_bar() {
        Summary summary = summary(1, LongStream.rangeClosed(1, 1_000).mapToObj(n -> Runs.sample(n).took(n * 10)).toList());
        assertThat(summary.latency().p50Ms()).isEqualTo(5_000);
        assertThat(summary.latency().p95Ms()).isEqualTo(9_500);
        assertThat(summary.latency().p99Ms()).isEqualTo(9_900);
        assertThat(summary.latency().bars().stream().mapToLong(Summary.Latency.Bar::attempts).sum()).isEqualTo(1_000);
        assertThat(summary.latency().bars()).hasSizeLessThan(25);
    }

    @Test
    void routing_tells_shares_and_entropy_of_the_calls_that_ran() {
        Summary summary = summary(1, List.of(
                Runs.sample(0).calling(Runs.call("A", "x"), Runs.call("B", "x")), Runs.sample(1).calling(Runs.call("A", "x")),
                Runs.sample(2).calling(Runs.call("B", "x")), Runs.sample(3).calling(Runs.refused("nobody", "x"))));
        assertThat(summary.routing().expertEntropy()).isCloseTo(1, within(1e-12));
        assertThat(summary.routing().skillEntropy()).isZero();
        assertThat(summary.routing().evenness()).isCloseTo(1, within(1e-12));
        assertThat(summary.routing().pairs()).extracting(Summary.Routing.Pair::share).containsOnly(0.5);
        assertThat(summary.experts()).filteredOn(group -> group.name().equals("nobody")).singleElement()
                .satisfies(group -> assertThat(group.refused()).isEqualTo(1));
    }

    @Test
    void an_expert_is_judged_by_the_answers_it_gave_evidence_for() {
        Summary summary = summary(1, List.of(
                Runs.sample(0).calling(Runs.call("A", "x")), Runs.sample(1).calling(Runs.call("A", "x")).right(false),
                Runs.sample(2).calling(Runs.call("B", "x"))));
        assertThat(summary.experts()).extracting(Summary.Group::name, group -> group.right().share()).containsExactly(
                org.assertj.core.groups.Tuple.tuple("A", 0.5), org.assertj.core.groups.Tuple.tuple("B", 1.0));
    }

    @Test
    void failures_are_counted_by_type_with_an_example() {
        Summary summary = summary(1, List.of(
                Runs.sample(0).failed("TURNS_EXHAUSTED"), Runs.sample(1).failed("EXPERT_UNREACHABLE"),
                Runs.sample(2).failed("TURNS_EXHAUSTED"), Runs.sample(3)));
        assertThat(summary.failures()).first().isEqualTo(new Summary.Failure("TURNS_EXHAUSTED", 2, 0.5, "run-0-1"));
        assertThat(summary.counts().failed()).isEqualTo(3);
        assertThat(summary.worst()).extracting(Summary.Case::why).contains("no answer: TURNS_EXHAUSTED", "no answer: EXPERT_UNREACHABLE");
    }

    @Test
    void names_and_cases_stay_few_however_many_samples_there_are() {
        Summary summary = summary(1, LongStream.range(0, 3_000)
                .mapToObj(n -> Runs.sample(n).of("source-" + n).right(false).calling(Runs.refused("made-up-" + n, "skill-" + n))).toList());
        assertThat(summary.sources()).hasSize(501);
        assertThat(summary.experts()).hasSize(501);
        assertThat(summary.worst()).hasSizeLessThan(100);
        assertThat(summary.counts().done()).isEqualTo(3_000);
    }

    @Test
    void a_run_without_results_has_a_summary() {
        Summary summary = summary(1, List.of());
        assertThat(summary.accuracy().strict()).isEqualTo(new Estimate(0, 0, 0, 1));
        assertThat(new HtmlReport(hash -> java.util.Optional.empty()).of(summary)).contains("nothing was answered yet");
    }
}

package dev.maestro.app.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.registry.evaluations.Evaluation.Intake;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.EvaluationStatus;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An evaluation in which nothing happened ends red, and says in one sentence why. */
class EvaluationVerdictTest {
    private static Summary summary(Overview overview, List<Runs.Result> results) {
        return Summarizer.of(Runs.results(results.stream().map(each -> each.made("run")).toList()), overview);
    }

    private static Summary summary(List<Runs.Result> results) {
        return summary(Runs.overview("run", 1, results.size()), results);
    }

    private static List<Runs.Result> many(int n, java.util.function.LongFunction<Runs.Result> each) {
        return LongStream.range(0, n).mapToObj(each).toList();
    }

    @Test
    void an_evaluation_that_was_answered_and_scored_passes_whatever_its_accuracy() {
        Summary summary = summary(many(4, n -> Runs.sample(n).right(false)));
        assertThat(EvaluationVerdict.failure(summary, OptionalDouble.empty())).isEmpty();
    }

    @Test
    void data_without_a_single_sample_is_no_success() {
        assertThat(EvaluationVerdict.failure(summary(Runs.overview("run", 1, 0), List.of()), OptionalDouble.empty()))
                .contains("no sample was taken in (1 bad row left out), so nothing was asked");
    }

    @Test
    void an_evaluation_all_of_whose_queries_failed_says_how() {
        Summary summary = summary(many(3, n -> Runs.sample(n).failed("POLICY_UNREACHABLE")));
        assertThat(EvaluationVerdict.failure(summary, OptionalDouble.empty()).orElseThrow())
                .startsWith("none of 3 queries was answered; most often POLICY_UNREACHABLE, as in run-");
    }

    @Test
    void answers_after_refused_calls_are_answers() {
        Summary summary = summary(many(2, n -> Runs.sample(n).calling(Runs.refused("Nobody", "ocr"))));
        assertThat(EvaluationVerdict.failure(summary, OptionalDouble.empty())).isEmpty();
    }

    @Test
    void an_accuracy_below_the_one_asked_for_fails_and_one_that_reaches_it_passes() {
        Summary summary = summary(many(4, n -> Runs.sample(n).right(n != 0)));
        assertThat(EvaluationVerdict.failure(summary, OptionalDouble.of(0.75))).isEmpty();
        assertThat(EvaluationVerdict.failure(summary, OptionalDouble.of(0.76)))
                .contains("accuracy by the strict scorer is 0.7500, below the 0.7600 asked for");
    }

    @Test
    void an_evaluation_that_was_cancelled_is_no_success() {
        Overview cancelled = new Overview(Runs.evaluation("run", 1), EvaluationStatus.CANCELLED, new Intake(2, 0, 2, true), 1, 0, 0);
        assertThat(EvaluationVerdict.failure(summary(cancelled, List.of(Runs.sample(0))), OptionalDouble.empty()).orElseThrow())
                .isEqualTo("the evaluation is cancelled with 1 of 2 results");
    }
}

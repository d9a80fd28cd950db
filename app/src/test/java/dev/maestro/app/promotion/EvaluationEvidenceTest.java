package dev.maestro.app.promotion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.app.program.Problem;
import dev.maestro.app.wiring.PromotionErrors;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.evaluations.Evaluation;
import dev.maestro.registry.evaluations.EvaluationStore;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;

/** Evaluations that nobody ran, as evidence for a promotion. */
class EvaluationEvidenceTest {
    private static final Serving OLD = new Serving(Optional.of(Path.of("/models/old")), "old@1", "rules");
    private static final Serving NOTHING = new Serving(Optional.empty(), "", "rules");

    private final List<SampleResult> results = new ArrayList<>();
    private final EvaluationStore store = (EvaluationStore) Proxy.newProxyInstance(EvaluationStore.class.getClassLoader(),
            new Class<?>[]{EvaluationStore.class}, (_, method, arguments) -> {
                if (method.getName().equals("overview")) {
                    return Optional.empty();
                }
                if (!method.getName().equals("eachResult")) {
                    throw new UnsupportedOperationException(method.getName());
                }
                results.stream().filter(result -> result.evaluation().equals(arguments[0]))
                        .forEach(result -> accept(arguments[1], result));
                return null;
            });

    @SuppressWarnings("unchecked")
    private static void accept(Object consumer, SampleResult result) {
        ((Consumer<SampleResult>) consumer).accept(result);
    }

    private Evaluation evaluated(String name, String policy, String version, LongPredicate right) {
        return evaluated(name, policy, version, right, QueryStatus.ANSWERED);
    }

    private Evaluation evaluated(String name, String policy, String version, LongPredicate right, QueryStatus status) {
        for (long n = 0; n < 100; n++) {
            Optional<Score> score = Optional.of(new Score(right.test(n) ? 1 : 0, 0, 0, ""));
            results.add(new SampleResult(name, n, 1, "s" + n, "chartqa", "?", List.of(), List.of("42"), name + "-" + n + "-1",
                    status, Optional.of("41"), "", "", score, score, right.test(n), List.of(), 1, 1, 0, 0, 0, 0, 0, 1, 0, 0,
                    0,
                    1, version, Instant.EPOCH, Instant.EPOCH));
        }
        return new Evaluation(name, "charts.jsonl", "0".repeat(64), Profile.DEFAULT, policy, 3, List.of(), 1, 0, 1, "strict",
                new Limits(5, 1_000, 1_000, 60_000), 0, 8, Optional.empty(), Instant.EPOCH);
    }

    @Test
    void a_checkpoint_that_was_right_more_often_on_the_same_samples_is_spoken_for() {
        PromotionEvidence evidence = EvaluationEvidence.of(store, evaluated("before", "local", "old@1", n -> n < 50),
                evaluated("after", "local", "new@2", n -> n < 70), OLD, "new@2");

        assertThat(evidence.pairs()).isEqualTo(100);
        assertThat(evidence.change().low()).isPositive();
        assertThat(evidence.speaksFor()).isTrue();
        assertThat(PromotionEvidence.words(evidence.json())).startsWith("evaluations: accuracy 0.500 → 0.700, +0.200 [+0.1");
    }

    @Test
    void an_evaluation_most_of_whose_queries_failed_speaks_for_no_checkpoint() {
        Evaluation before = evaluated("before", "local", "old@1", n -> false, QueryStatus.FAILED);
        Evaluation after = evaluated("after", "local", "new@2", n -> n < 70);

        assertThatThrownBy(() -> EvaluationEvidence.of(store, before, after, OLD, "new@2")).isInstanceOf(Problem.class)
                .hasMessageContaining("PROMOTION_EVALUATIONS_UNFIT").hasMessageContaining("of 100 queries of \"before\" 100 had no answer");
    }

    @Test
    void one_that_may_be_worse_is_not() {
        PromotionEvidence evidence = EvaluationEvidence.of(store, evaluated("before", "local", "old@1", n -> n % 3 == 0),
                evaluated("after", "local", "new@2", n -> n % 3 == 1), OLD, "new@2");

        assertThat(evidence.speaksFor()).isFalse();
    }

    @Test
    void where_no_model_serves_the_other_evaluation_is_by_the_policy_that_does() {
        Evaluation before = evaluated("before", "rules", "rules 3", n -> n < 50);
        Evaluation after = evaluated("after", "local", "new@2", n -> n < 70);

        assertThat(EvaluationEvidence.of(store, before, after, NOTHING, "new@2").speaksFor()).isTrue();
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> EvaluationEvidence.of(store, before, after, OLD, "new@2"))
                .withMessageContaining("what serves is policy local old@1");
    }

    @Test
    void evaluations_by_other_checkpoints_are_refused() {
        Evaluation before = evaluated("before", "local", "old@1", n -> n < 50);
        Evaluation after = evaluated("after", "local", "other@9", n -> n < 70);

        assertThatExceptionOfType(Problem.class).isThrownBy(() -> EvaluationEvidence.of(store, before, after, OLD, "new@2"))
                .satisfies(e -> assertThat(e.code()).isEqualTo(PromotionErrors.PROMOTION_EVALUATIONS_UNFIT))
                .withMessageContaining("other@9").withMessageContaining("new@2");
        assertThatExceptionOfType(Problem.class).isThrownBy(() -> EvaluationEvidence.of(store, after, before, OLD, "new@2"))
                .withMessageContaining("\"before\" was decided by policy local old@1");
    }
}

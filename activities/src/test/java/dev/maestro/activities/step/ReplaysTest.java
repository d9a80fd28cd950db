package dev.maestro.activities.step;

import static dev.maestro.activities.step.StepBench.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.StepActivities;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.core.Json;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.policy.Action;
import dev.maestro.registry.evaluations.QueryConditions;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import dev.maestro.registry.history.QueryHistory.ObservationRow;
import dev.maestro.registry.history.QueryHistory.PinRow;
import dev.maestro.registry.history.QueryHistory.StepRow;
import dev.maestro.rules.Verdict;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Steps of a replay beside the record of the query that it replays. */
@Tag("database")
class ReplaysTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private final StepBench bench = new StepBench().accept("old", 100_000).accept("new", 100_000);
    private final StepActivities steps = bench.steps();

    @BeforeEach
    void recordTheCallOfTheOldQuery() {
        bench.history.pin(new PinRow("old", 3, "rules-3", Profile.DEFAULT, "rules", "1"));
        bench.history.recordDecision(new DecisionRow(TurnKey.parse("old/1"), "old", 1, "",
                Json.write(new Action.Call("Solver", "Sample_Skill", "how many dots?")), Optional.empty(), "[]", "",
                0, 0, 0, 0, 1, AT, Optional.empty()));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private StepRequest answer(String query) {
        return bench.step(query, 1, StepKind.ASK, "answer", "answer", -1, "Solver");
    }

    private StepRequest routed(String query) {
        return bench.step(query, 1, StepKind.ASK, "boxes", "boxes", -1, "Solver");
    }

    /** The old query's turn is over by then. */
    private void replay(boolean live) {
        bench.history.recordObservation(new ObservationRow(TurnKey.parse("old/1"), "old", 1,
                Json.write(new Verdict.Dispatched("Solver", "Sample_Skill", "Sample_Skill", "", List.of(), Verdict.Trace.NONE)), "{}", AT));
        bench.conditions.put("new", new QueryConditions("new", "replay", 3, List.of(), 0, 0, Optional.of("old"), live));
        bench.asked.clear();
    }

    private ApplicationFailure failureOf(StepRequest request) {
        return (ApplicationFailure) catchThrowableOfType(ActivityFailure.class, () -> steps.run(request)).getCause();
    }

    @Test
    void a_recorded_reply_is_used_again_for_nothing_and_nobody_is_asked() {
        steps.run(answer("old"));
        replay(false);

        steps.run(answer("new"));

        assertThat(bench.asked).isEmpty();
        StepRow row = bench.history.step(StepKey.parse("new/1/answer")).orElseThrow();
        assertThat(row.cached()).isTrue();
        assertThat(row.costMicros() + row.inputTokens() + row.outputTokens()).isZero();
        assertThat(bench.texts.read(row.reply()))
                .isEqualTo(bench.texts.read(bench.history.step(StepKey.parse("old/1/answer")).orElseThrow().reply()));
        assertThat(bench.diverged).isEmpty();
    }

    @Test
    void a_recorded_failure_fails_again_by_the_same_name_and_nobody_is_asked() {
        bench.replying(_ -> ExpertOutcome.Failure.of(FailureKind.SERVER_ERROR, "it broke"));
        failureOf(answer("old"));
        replay(false);
        bench.replying(_ -> answered("it would reply now"));

        ApplicationFailure again = failureOf(answer("new"));

        assertThat(again.getType()).isEqualTo("EXPERT_SERVER_ERROR");
        assertThat(again.getOriginalMessage()).contains("it broke");
        assertThat(again.isNonRetryable()).as("trying again would find the same").isTrue();
        assertThat(bench.asked).isEmpty();
        assertThat(bench.diverged).isEmpty();
    }

    @Test
    void a_missing_reply_ends_the_query_and_is_priced_by_what_such_steps_used() {
        steps.run(answer("old"));
        replay(false);

        ApplicationFailure diverged = failureOf(routed("new"));

        assertThat(diverged.getType()).isEqualTo(QueryErrors.REPLAY_DIVERGED.name());
        assertThat(diverged.getOriginalMessage()).contains("new/1/boxes", "--live");
        assertThat(bench.asked).isEmpty();
        assertThat(bench.diverged).singleElement().satisfies(each -> {
            assertThat(each.key()).isEqualTo("new/1/boxes/Solver");
            assertThat(each.askedLive()).isFalse();
            assertThat(each.estimateTokens()).as("as many as the recorded ask: 10 in, 5 out").isEqualTo(15);
            assertThat(each.estimateMicros()).as("at 1 and 2 micros a token").isEqualTo(10 + 2 * 5);
        });
        assertThat(bench.ledger.balance("new").microsSpent()).isZero();
    }

    @Test
    void without_any_such_step_on_record_a_missing_reply_is_priced_by_the_most_it_may_use() {
        replay(false);

        failureOf(answer("new"));

        assertThat(bench.diverged).singleElement().satisfies(each -> {
            assertThat(each.estimateTokens()).isGreaterThan(StepBench
                    .expert("x", dev.maestro.core.registry.Expert.Role.EXPERT, "answer", dev.maestro.core.registry.Expert.Price.FREE)
                    .limits().maxOutputTokens());
            assertThat(each.estimateMicros()).isGreaterThan(each.estimateTokens());
        });
    }

    @Test
    void live_asks_for_what_is_missing_and_for_nothing_else_and_pays_for_it() {
        steps.run(answer("old"));
        replay(true);

        steps.run(answer("new"));
        steps.run(routed("new"));

        assertThat(bench.asked).singleElement().satisfies(request -> assertThat(request.idempotencyKey()).isEqualTo("new/1/boxes/Solver"));
        assertThat(bench.diverged).singleElement().satisfies(each -> assertThat(each.askedLive()).isTrue());
        assertThat(bench.ledger.balance("new").microsSpent()).isEqualTo(20);
    }
}

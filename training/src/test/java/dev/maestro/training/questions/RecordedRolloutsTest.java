package dev.maestro.training.questions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Call;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.training.record.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedRolloutsTest {
    private static final QuestionSettings SETTINGS = QuestionSettings
            .of(Map.of("model", "m", "data", "d", "call.fee", "0.1", "price.weight", "2"));

    private static SampleResult result(QueryStatus status, String reason, Optional<Score> strict, List<Call> calls, long micros) {
        return new SampleResult("e", 0, 1, "id", "chartqa", "?", List.of(), List.of("1"), "q", status, Optional.empty(), reason, "",
                Optional.empty(), strict, false, calls, 1, 1, 0, 0, 0, 0, micros, 0, 0, 0, 0, 1, "", Instant.EPOCH, Instant.EPOCH, 0,
                false);
    }

    private static Call call(ObservationKind outcome, String code) {
        return new Call(1, "E", "S", "L", outcome, code, List.of(), 1, 0, 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"EXPERT_UNREACHABLE, INFRASTRUCTURE", "EXPERT_TIMED_OUT, INFRASTRUCTURE", "EXPERT_SERVER_ERROR, INFRASTRUCTURE",
        "EXPERT_OVERLOADED, INFRASTRUCTURE", "SANDBOX_MISSING, INFRASTRUCTURE", "EXPERT_NOT_ABLE, FINISHED", "EXPERT_BAD_REQUEST, FINISHED",
        "EXPERT_UNKNOWN, FINISHED"})
    void a_call_that_the_world_failed_says_nothing_about_the_policy_and_a_wrong_choice_does(String code, Ending ending) {
        SampleResult result = result(QueryStatus.ANSWERED, "", Optional.empty(),
                List.of(call(ObservationKind.EVIDENCE, ""), call(ObservationKind.FAILED, code)), 0);
        assertThat(RecordedRollouts.ending(result)).isEqualTo(ending);
    }

    @ParameterizedTest
    @CsvSource({"TURNS_EXHAUSTED, OUT_OF_TURNS", "BUDGET_EXCEEDED, OUT_OF_TOKENS", "WALL_TIME_EXCEEDED, INFRASTRUCTURE",
        "POLICY_UNREACHABLE, INFRASTRUCTURE", "WORKFLOW_ENDED, INFRASTRUCTURE", "DEFECT, INFRASTRUCTURE"})
    void a_query_that_failed_is_the_policys_doing_only_when_it_used_up_what_it_had(String reason, Ending ending) {
        assertThat(RecordedRollouts.ending(result(QueryStatus.FAILED, reason, Optional.empty(), List.of(), 0))).isEqualTo(ending);
    }

    @Test
    void the_reward_is_the_scorers_total_less_calls_and_money() {
        SampleResult result = result(QueryStatus.ANSWERED, "", Optional.of(new Score(1, 0, 1, "")),
                List.of(call(ObservationKind.EVIDENCE, ""), call(ObservationKind.REFUSED, "EXPERT_UNKNOWN")), 50_000);
        assertThat(RecordedRollouts.reward(result, SETTINGS)).isEqualTo(1 - 0.2 - 0.1);
        assertThat(RecordedRollouts.reward(result(QueryStatus.FAILED, "TURNS_EXHAUSTED", Optional.empty(), List.of(), 0), SETTINGS))
                .isZero();
    }
}

package dev.maestro.experts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.errors.FailureKind;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.FailureTable.Decision;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureTableTest {
    /** FailureKind, status → how often the same expert is asked, and what follows. */
    @ParameterizedTest
    @CsvSource({
        "UNREACHABLE, 0, 3, FallBack", "SERVER_ERROR, 500, 3, FallBack", "SERVER_ERROR, 503, 3, FallBack", "SERVER_ERROR, 501, 1, FallBack",
        "RATE_LIMITED, 429, 5, FallBack", "UNUSABLE_REPLY, 200, 2, FallBack", "TIMED_OUT, 0, 1, FallBack", "BAD_REQUEST, 400, 1, FallBack",
        "BAD_REQUEST, 404, 1, FallBack", "UNAUTHORIZED, 401, 1, FallBack", "REPLY_TOO_LARGE, 200, 1, FallBack",
        "OVERLOADED, 0, 1, FallBack",
        "NOT_ABLE, 0, 1, FallBack", "CANCELLED, 0, 1, Refuse"})
    void each_failure_has_its_number_of_attempts(FailureKind kind, int status, int attempts, String then) {
        Failure failure = new Failure(kind, status, "message", Optional.empty());
        for (int attempt = 1; attempt < attempts; attempt++) {
            assertThat(FailureTable.decide(failure, attempt)).as("after attempt %d", attempt).isInstanceOf(Decision.Retry.class);
        }
        assertThat(FailureTable.decide(failure, attempts).getClass().getSimpleName()).isEqualTo(then);
    }

    @Test
    void the_wait_doubles_and_is_at_least_what_the_server_asked_for() {
        Failure plain = new Failure(FailureKind.RATE_LIMITED, 429, "message", Optional.empty());
        assertThat(FailureTable.decide(plain, 1)).isEqualTo(new Decision.Retry(Duration.ofMillis(500)));
        assertThat(FailureTable.decide(plain, 2)).isEqualTo(new Decision.Retry(Duration.ofSeconds(1)));
        assertThat(FailureTable.decide(plain, 4)).isEqualTo(new Decision.Retry(Duration.ofSeconds(4)));
        Failure asking = new Failure(FailureKind.RATE_LIMITED, 429, "message", Optional.of(Duration.ofSeconds(7)));
        assertThat(FailureTable.decide(asking, 1)).isEqualTo(new Decision.Retry(Duration.ofSeconds(7)));
    }

    @Test
    void a_server_that_asks_for_more_than_a_minute_is_left_for_another() {
        Failure asking = new Failure(FailureKind.RATE_LIMITED, 429, "message", Optional.of(Duration.ofSeconds(61)));
        assertThat(FailureTable.decide(asking, 1)).isEqualTo(new Decision.FallBack());
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void every_kind_has_its_failure_type_and_back(FailureKind kind) {
        assertThat(ExpertErrors.of(kind).name()).isEqualTo("EXPERT_" + kind);
        assertThat(ExpertErrors.of(kind).kind()).isEqualTo(kind);
    }
}

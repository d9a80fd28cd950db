package dev.maestro.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1));

    @Test
    void pauses_double_up_to_the_longest() {
        assertThat(IntStream.rangeClosed(1, 7).mapToObj(backoff::afterTries).map(Duration::toMillis))
                .containsExactly(100L, 200L, 400L, 800L, 1_000L, 1_000L, 1_000L);
    }

    @Test
    void many_tries_never_overflow() {
        assertThat(backoff.afterTries(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(1));
        assertThat(backoff.after(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refuses_what_would_never_wait_or_shrink() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> backoff.afterTries(0)).withMessageContaining("at least 1");
    }
}

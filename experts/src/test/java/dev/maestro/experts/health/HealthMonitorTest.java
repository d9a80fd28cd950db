package dev.maestro.experts.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.Reply;
import dev.maestro.experts.health.ExpertHealth.State;
import dev.maestro.experts.openai.Credentials;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.http.HttpExchanges;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.testing.TestExperts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthMonitorTest {
    private static final ExpertOutcome ANSWER = new Answered(Reply.embedded("7", Duration.ofMillis(1)));

    private final FakeExpert fake = FakeExpert.start();
    private final HttpExchanges http = new HttpExchanges();
    private final AtomicReference<List<Expert>> rows = new AtomicReference<>(List.of());
    private final HealthMonitor monitor = new HealthMonitor(rows::get, Set.of("text-reader"), http, new Credentials(Map.of()),
            Duration.ofMillis(30));

    @AfterEach
    void stop() {
        monitor.close();
        http.close();
        fake.close();
    }

    @Test
    void a_refused_connection_is_known_when_start_returns() {
        int port = fake.port();
        fake.close();
        rows.set(List.of(TestExperts.server("gone", "http://127.0.0.1:" + port + "/v1")));
        long start = System.nanoTime();
        monitor.start();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(TestExperts.LIMITS.connectTimeoutMs()));
        assertThat(monitor.unavailable()).containsExactly("gone");
    }

    @Test
    void a_server_that_goes_and_comes_back_is_followed() {
        rows.set(List.of(fake.expert("vision")));
        monitor.start();
        assertThat(monitor.unavailable()).isEmpty();
        fake.close();
        Eventually.that("it is found gone", () -> monitor.unavailable().contains("vision"));
        try (FakeExpert back = FakeExpert.startAt(fake.port())) {
            Eventually.that("it is found back", () -> monitor.unavailable().isEmpty());
            assertThat(back.received()).as("a look is no call").isEmpty();
        }
    }

    @Test
    void where_no_program_looks_at_pixels_the_embedded_experts_are_not_worth_asking() {
        rows.set(List.of(fake.expert("vision"), TestExperts.embedded("chart", "chart-reader")));
        try (HealthMonitor slim = new HealthMonitor(rows::get, Set.of(), http, new Credentials(Map.of()), Duration.ofMillis(30))) {
            assertThat(slim.probeAll().getFirst().message()).startsWith("EMBEDDED_EXPERTS_MISSING: ").contains("\"chart\"",
                    "maestro-readers");
            assertThat(slim.unavailable()).containsExactly("chart");
        }
    }

    @Test
    void each_state_has_a_message_that_says_how_to_mend_it() {
        rows.set(List.of(
                TestExperts.server("a-good-one", fake.endpoint()),
                TestExperts.withCredential(fake.expert("b-without-key"), "env:NOT_SET"),
                TestExperts.embedded("c-embedded", "text-reader"),
                TestExperts.embedded("d-unknown", "chart-raeder")));
        fake.serving("other", "fake-model");
        var found = monitor.probeAll();
        assertThat(found).extracting(ExpertHealth::state).containsExactly(State.UP, State.UNAUTHORIZED, State.IN_PROCESS, State.FAILING);
        assertThat(found.get(0).served()).containsExactly("other", "fake-model");
        assertThat(found.get(1).message()).contains("env:NOT_SET", "Set that variable");
        assertThat(found.get(3).message()).contains("\"chart-raeder\"", "text-reader");

        rows.set(List.of(fake.expert("x")));
        fake.serving("other");
        assertThat(monitor.probeAll().getFirst().message()).isEqualTo(
                "does not serve \"fake-model\" but other. Correct the model of the row or start the server with it.");
        assertState(Script.status(401, "no"), State.UNAUTHORIZED);
        assertState(Script.status(503, "loading"), State.FAILING);
        assertState(Script.status(404, "what?"), State.UP);
        assertState(Script.contentType("text/html", "<html>"), State.FAILING);
        assertState(Script.cut(), State.UNREACHABLE);
    }

    @Test
    void disabled_experts_are_not_looked_at() {
        Expert on = fake.expert("off");
        rows.set(List.of(new Expert(on.name(), on.role(), on.kind(), on.endpoint(), on.model(), on.implementation(), on.credential(),
                on.capabilities(),
                on.description(), on.limits(), on.price(), on.temperature(), on.preference(), on.inPrompt(), on.requiresApproval(),
                false)));
        assertThat(monitor.probeAll()).isEmpty();
    }

    @Test
    void three_bad_calls_in_a_row_speak_against_an_expert_and_one_answer_for_it() {
        Expert expert = fake.expert("vision");
        rows.set(List.of(expert));
        monitor.probeAll();
        Failure bad = Failure.of(FailureKind.TIMED_OUT, "late");
        monitor.observe(expert, bad);
        monitor.observe(expert, Failure.of(FailureKind.RATE_LIMITED, "slow down"));
        monitor.observe(expert, bad);
        assertThat(monitor.unavailable()).isEmpty();
        monitor.observe(expert, bad);
        assertThat(monitor.unavailable()).containsExactly("vision");
        monitor.observe(expert, ANSWER);
        assertThat(monitor.unavailable()).isEmpty();
    }

    @Test
    void an_unreachable_call_makes_it_look_at_once() {
        Expert expert = fake.expert("vision");
        rows.set(List.of(expert));
        monitor.probeAll();
        fake.close();
        var watched = monitor.watching((_, _) -> Failure.of(FailureKind.UNREACHABLE, "gone"));
        watched.call(ExpertRequests.of(expert, "q"), CallContext.NONE);
        Eventually.that("it is found gone", () -> monitor.unavailable().contains("vision"));
    }

    @Test
    void an_answer_counts_for_more_than_a_list_that_hides_the_model() {
        Expert expert = fake.expert("vision");
        rows.set(List.of(expert));
        fake.serving("other");
        monitor.probeAll();
        assertThat(monitor.unavailable()).containsExactly("vision");
        monitor.observe(expert, ANSWER);
        monitor.probeAll();
        assertThat(monitor.unavailable()).isEmpty();
    }

    private void assertState(Script models, State state) {
        fake.models(models);
        assertThat(monitor.probeAll().getFirst().state()).isEqualTo(state);
    }
}

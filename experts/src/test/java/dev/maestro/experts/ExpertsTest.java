package dev.maestro.experts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Expert;
import dev.maestro.experts.ExpertOutcome.Answered;
import dev.maestro.experts.ExpertOutcome.Failure;
import dev.maestro.experts.testing.ExpertRequests;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.TestExperts;
import dev.maestro.testing.TestImages;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExpertsTest {
    private static final ExpertClient NO_SERVERS = (_, _) -> Failure.of(FailureKind.UNREACHABLE, "no servers here");

    @Test
    void an_embedded_expert_is_found_by_its_implementation() {
        Experts experts = new Experts(NO_SERVERS, List.of(program("one", () -> answered("1")), program("two", () -> answered("2"))));
        assertThat(call(experts, "two")).isEqualTo(answered("2"));
        assertThat(experts.implementations()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void an_unknown_implementation_is_named_together_with_the_known_ones() {
        Experts experts = new Experts(NO_SERVERS,
                List.of(program("text-reader", () -> answered("1")), program("chart-reader", () -> answered("2"))));
        assertFailed(call(experts, "chart-raeder"), FailureKind.BAD_REQUEST, "\"chart-raeder\"", "It has: chart-reader, text-reader.");
    }

    @Test
    void without_any_embedded_expert_it_is_said_which_jar_is_left_out() {
        assertFailed(call(new Experts(NO_SERVERS, List.of()), "chart-reader"), FailureKind.BAD_REQUEST, "EMBEDDED_EXPERTS_MISSING: ",
                "maestro-readers");
    }

    @Test
    void two_experts_of_one_name_are_refused() {
        assertThatThrownBy(() -> new Experts(NO_SERVERS, List.of(program("a", () -> answered("1")), program("a", () -> answered("2")))))
                .hasMessage("two embedded experts are called \"a\"");
    }

    @Test
    void an_expert_that_throws_or_has_no_natives_is_a_failure_and_not_the_end_of_the_worker() {
        assertFailed(call(throwing(new IllegalStateException("boom")), "x"), FailureKind.SERVER_ERROR, "IllegalStateException: boom");
        assertFailed(call(throwing(new NoClassDefFoundError("ai/onnx")), "x"), FailureKind.SERVER_ERROR, "NoClassDefFoundError");
        assertFailed(call(throwing(new UnsatisfiedLinkError("libonnx")), "x"), FailureKind.SERVER_ERROR, "UnsatisfiedLinkError");
        assertFailed(call(throwing(new StackOverflowError()), "x"), FailureKind.SERVER_ERROR, "StackOverflowError");
    }

    @Test
    void an_empty_answer_is_unusable() {
        assertFailed(call(new Experts(NO_SERVERS, List.of(program("x", () -> answered(" \n")))), "x"), FailureKind.UNUSABLE_REPLY,
                "empty text");
    }

    @Test
    void an_image_over_the_limits_is_refused_before_anybody_is_called() {
        Experts experts = new Experts(NO_SERVERS, List.of(program("x", () -> answered("1"))));
        Expert small = TestExperts.with(TestExperts.embedded("x", "x"), new Expert.Limits(1, 100, 1, 10, 1, 1_000, 1_000, 1));
        assertFailed(experts.call(ExpertRequests.of(small, "?", TestImages.png(11, 10)), CallContext.NONE), FailureKind.BAD_REQUEST,
                "11x10",
                "limit 100");
    }

    @Test
    void no_more_run_at_once_than_the_row_allows() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Experts experts = new Experts(NO_SERVERS, List.of(program("x", () -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            Thread.yield();
            running.decrementAndGet();
            return answered("1");
        })));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = java.util.stream.IntStream.range(0, 40).mapToObj(_ -> threads.submit(() -> call(experts, "x"))).toList();
            for (var each : calls) {
                assertThat(each.get()).isEqualTo(answered("1"));
            }
        }
        assertThat(most.get()).isBetween(1, TestExperts.LIMITS.maxConcurrency());
    }

    @Test
    void the_gate_lets_in_in_order_changes_its_limit_and_gives_up_in_time() throws Exception {
        ConcurrencyLimiter gate = new ConcurrencyLimiter(1);
        assertThat(gate.enter(1, 0, CallContext.NONE)).isEqualTo(ConcurrencyLimiter.Entry.ENTERED);
        assertThat(gate.enter(1, 20, CallContext.NONE)).isEqualTo(ConcurrencyLimiter.Entry.FULL);
        assertThat(gate.waiting()).isZero();
        List<Integer> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        CountDownLatch done = new CountDownLatch(3);
        for (int i = 0; i < 3; i++) {
            int number = i;
            Thread.ofVirtual().start(() -> {
                gate.enter(1, 10_000, CallContext.NONE);
                order.add(number);
                gate.leave();
                done.countDown();
            });
            Eventually.that("the caller waits", () -> gate.waiting() == number + 1);
        }
        gate.leave();
        done.await();
        assertThat(order).containsExactly(0, 1, 2);
        assertThat(gate.inside()).isZero();
        assertThat(gate.enter(2, 0, CallContext.NONE)).isEqualTo(ConcurrencyLimiter.Entry.ENTERED);
        assertThat(gate.enter(2, 0, CallContext.NONE)).isEqualTo(ConcurrencyLimiter.Entry.ENTERED);
        assertThat(gate.enter(1, 0, CallContext.NONE)).isEqualTo(ConcurrencyLimiter.Entry.FULL);
    }

    private static Experts throwing(Throwable problem) {
        return new Experts(NO_SERVERS, List.of(program("x", () -> sneaky(problem))));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> ExpertOutcome sneaky(Throwable problem) throws T {
        throw (T) problem;
    }

    private static ExpertOutcome call(Experts experts, String implementation) {
        return experts.call(ExpertRequests.of(TestExperts.embedded("expert-" + implementation, implementation), "what?"), CallContext.NONE);
    }

    private static void assertFailed(ExpertOutcome outcome, FailureKind kind, String... parts) {
        assertThat(outcome).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.kind()).isEqualTo(kind);
            assertThat(failure.message()).startsWith(ExpertErrors.of(kind) + ": ").contains(parts);
        });
    }

    private static ExpertOutcome answered(String text) {
        return new Answered(Reply.embedded(text, Duration.ofMillis(1)));
    }

    private static EmbeddedExpert program(String name, Supplier<ExpertOutcome> behaviour) {
        return new EmbeddedExpert() {
            @Override
            public String implementation() {
                return name;
            }

            @Override
            public ExpertOutcome call(ExpertRequest request, CallContext context) {
                return behaviour.get();
            }
        };
    }
}

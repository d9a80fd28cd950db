package dev.maestro.workflows.query;

import static dev.maestro.workflows.query.ScriptedQuery.away;
import static dev.maestro.workflows.query.ScriptedQuery.failure;
import static dev.maestro.workflows.query.ScriptedQuery.replied;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.maestro.activities.QueryErrors;
import dev.maestro.activities.StepActivities.StepReport;
import dev.maestro.activities.StepActivities.StepRequest;
import dev.maestro.activities.sandbox.SandboxErrors;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.policy.Action;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.Eventually;
import dev.maestro.workflows.worker.DefectInterceptor;
import dev.maestro.workflows.worker.HistoryDataConverter;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("workflow")
class QueryWorkflowTest {
    private static final Action CALL = new Action.Call("Chart-R1", "Chart_Problem_Solver", "what is the highest bar?");
    private static final Action ANSWER = new Action.Answer("42");

    private final ScriptedQuery script = new ScriptedQuery();
    private TestStage stage;
    private TestWorkflowEnvironment environment;
    private Limits limits = new Limits(5, 10_000, 10_000, 600_000);

    @BeforeEach
    void start() {
        stage = new TestStage(script);
        environment = stage.environment();
    }

    @AfterEach
    void stop() {
        stage.close();
    }

    private WorkflowStub submit() {
        return stage.submit(TestStage.input(limits));
    }

    private QueryResult answer() {
        return submit().getResult(QueryResult.class);
    }

    private String failureOf(WorkflowStub stub) {
        WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class, () -> stub.getResult(QueryResult.class));
        assertThat(failed.getCause()).isInstanceOf(ApplicationFailure.class);
        return ((ApplicationFailure) failed.getCause()).getType();
    }

    @Test
    void a_call_is_judged_run_observed_and_then_answered() {
        script.decides(CALL, ANSWER);

        QueryResult result = answer();

        assertThat(result.status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(result.answer()).contains("42");
        assertThat(result.registryRevision()).isEqualTo(7);
        assertThat(script.log).containsExactly("pin run 0", "decide 1", "judge 1 Chart-R1@@Chart_Problem_Solver",
                "step 1 answer by Chart-R1", "observe 1 evidence", "decide 2", "finish answered");
    }

    @Test
    void an_expert_that_cannot_be_reached_is_followed_by_the_next_candidate() {
        script.decides(CALL, ANSWER).experts("Chart-R1", "Embedded-Chart-Reader").step("answer", r -> {
            if (r.expert().equals("Chart-R1")) {
                throw failure("EXPERT_UNREACHABLE");
            }
            return replied(r, "ok");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsSubsequence("step 1 answer by Chart-R1", "step 1 answer by Embedded-Chart-Reader",
                "observe 1 evidence");
    }

    @Test
    void when_every_candidate_fails_the_policy_is_told_of_a_failure_not_of_evidence() {
        script.decides(CALL, ANSWER).experts("Chart-R1", "Other").step("answer", _ -> {
            throw failure("EXPERT_TIMED_OUT");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).contains("observe 1 failed").doesNotContain("observe 1 evidence");
        assertThat(script.failed().failure()).isEqualTo("EXPERT_TIMED_OUT");
    }

    @Test
    void an_only_expert_that_is_away_is_waited_for_and_costs_no_turn() {
        AtomicInteger outage = new AtomicInteger(6);
        script.decides(CALL, ANSWER).step("answer", r -> {
            if (outage.getAndDecrement() > 0) {
                throw away("EXPERT_OVERLOADED");
            }
            return replied(r, "ok");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsSubsequence("step 1 answer by Chart-R1", "observe 1 evidence", "decide 2", "finish answered")
                .doesNotContain("decide 3").doesNotContain("observe 1 failed");
        assertThat(script.log.stream().filter(line -> line.startsWith("step 1"))).hasSize(7);
    }

    @Test
    void of_several_experts_that_are_away_the_first_that_is_back_replies_and_one_that_cannot_tell_is_not_asked_again() {
        AtomicInteger outage = new AtomicInteger(3);
        script.decides(CALL, ANSWER).experts("Chart-R1", "Blind", "Other").step("answer", r -> {
            if (r.expert().equals("Blind")) {
                throw failure("EXPERT_NOT_ABLE");
            }
            if (r.expert().equals("Chart-R1") || outage.getAndDecrement() > 0) {
                throw away("EXPERT_UNREACHABLE");
            }
            return replied(r, "ok");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log.stream().filter(line -> line.endsWith("by Blind"))).hasSize(1);
        assertThat(script.log.stream().filter(line -> line.endsWith("by Other"))).hasSize(4);
    }

    @Test
    void an_expert_that_stays_away_ends_the_query_by_its_failure_after_half_of_its_time_and_the_turn_is_open_for_a_retry() {
        script.decides(CALL, ANSWER).step("answer", _ -> {
            throw away("EXPERT_UNREACHABLE");
        });

        assertThat(failureOf(submit())).isEqualTo("EXPERT_UNREACHABLE");
        assertThat(script.observed).isEmpty();
        assertThat(script.outcomes).singleElement().satisfies(outcome -> assertThat(outcome.message()).contains("retry the query"));
    }

    @Test
    void a_policy_that_is_away_is_waited_for() {
        script.policyOutages.set(5);
        script.decides(CALL, ANSWER);

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log.stream().filter("decide 1"::equals)).hasSize(6);
    }

    @Test
    void a_policy_that_stays_away_ends_the_query_by_its_failure() {
        script.policyOutages.set(1_000_000);
        script.decides(CALL, ANSWER);

        assertThat(failureOf(submit())).isEqualTo("POLICY_UNREACHABLE");
    }

    @Test
    void a_short_step_that_goes_on_is_waited_for_by_a_regular_activity() {
        AtomicInteger first = new AtomicInteger(1);
        script.decides(CALL, ANSWER).step("answer", r -> {
            if (first.getAndDecrement() > 0) {
                throw failure("STEP_GOES_ON");
            }
            return replied(r, "ok");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log.stream().filter(line -> line.startsWith("step 1"))).hasSize(2);
    }

    @Test
    void an_activity_that_throws_what_it_never_should_fails_after_a_few_attempts_as_a_defect() {
        script.decides(CALL, ANSWER).step("answer", _ -> {
            throw new IllegalStateException("a bug for the test");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log.stream().filter(line -> line.startsWith("step 1 answer"))).hasSize(DefectInterceptor.ATTEMPTS);
        assertThat(script.failed().failure()).isEqualTo("DEFECT");
        assertThat(script.failed().message()).contains("a bug for the test")
                .contains("defect of the program");
    }

    @Test
    void an_outage_of_the_database_is_sat_out_and_is_no_defect() {
        java.util.concurrent.atomic.AtomicInteger outage = new java.util.concurrent.atomic.AtomicInteger(DefectInterceptor.ATTEMPTS + 2);
        script.decides(CALL, ANSWER).step("answer", r -> {
            if (outage.decrementAndGet() > 0) {
                throw new dev.maestro.registry.database.DatabaseUnavailableException("away for the test", new java.io.IOException());
            }
            return replied(r, "ok");
        });

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).contains("observe 1 evidence");
    }

    @Test
    void a_refused_call_runs_nothing_and_costs_a_turn() {
        script.decides(new Action.Call("Chart-R1", "Unknown", "x"), ANSWER);

        assertThat(answer().turns()).isEqualTo(2);
        assertThat(script.log).contains("observe 1 refused").noneMatch(line -> line.startsWith("step"));
    }

    @Test
    void an_invalid_action_is_told_to_the_policy_and_costs_a_turn() {
        script.decides(new Action.Invalid("NO_ACTION", "write a call or an answer"), ANSWER);

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.refused()).isEqualTo("NO_ACTION");
    }

    @Test
    void a_query_without_an_answer_fails_when_its_turns_are_used_up() {
        limits = new Limits(2, 10_000, 10_000, 600_000);
        script.decides(CALL);

        assertThat(failureOf(submit())).isEqualTo(QueryErrors.TURNS_EXHAUSTED.name());
        assertThat(script.log).endsWith("finish failed TURNS_EXHAUSTED");
    }

    @Test
    void a_budget_that_is_used_up_ends_the_query_and_asks_no_fallback() {
        script.decides(CALL, ANSWER).experts("Chart-R1", "Other").step("answer", _ -> {
            throw failure(QueryErrors.BUDGET_EXCEEDED.name());
        });

        assertThat(failureOf(submit())).isEqualTo(QueryErrors.BUDGET_EXCEEDED.name());
        assertThat(script.log).noneMatch(line -> line.contains("by Other"));
    }

    @Test
    void evidence_steps_that_do_not_need_each_other_run_at_the_same_time() {
        CountDownLatch both = new CountDownLatch(2);
        script.decides(CALL, ANSWER).plan("""
                {"steps": [{"id": "text", "kind": "read_text", "capability": "ocr"},
                           {"id": "objects", "kind": "detect", "capability": "detect", "parser": "boxes"},
                           {"id": "answer", "kind": "ask", "prompt": "p", "needs": ["text", "objects"]}],
                 "observation": {"from": ["answer"], "max_chars": 1000, "keep": "tail"}}""");
        for (String call : List.of("text", "objects")) {
            script.step(call, r -> {
                both.countDown();
                try {
                    assertThat(both.await(20, TimeUnit.SECONDS)).describedAs("the other step is under way too").isTrue();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return replied(r, "seen");
            });
        }

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsSubsequence("step 1 answer by Chart-R1", "observe 1 evidence");
    }

    @Test
    void a_step_that_is_expected_to_be_long_is_a_regular_activity_and_a_short_one_a_local() {
        script.decides(CALL, ANSWER).expecting(60_000);
        submit().getResult(QueryResult.class);
        long regular = environment.getWorkflowClient().fetchHistory("query-q1").getEvents().stream()
                .filter(e -> e.hasActivityTaskScheduledEventAttributes()).count();
        assertThat(regular).isEqualTo(1);
    }

    @Test
    void a_query_for_the_held_model_is_pinned_and_decided_where_the_model_is() {
        script.decides(CALL, ANSWER);
        stage.submit(TestStage.local(limits)).getResult(QueryResult.class);

        assertThat(environment.getWorkflowClient().fetchHistory("query-q1").getEvents().stream()
                .filter(e -> e.hasActivityTaskScheduledEventAttributes())
                .map(e -> e.getActivityTaskScheduledEventAttributes().getActivityType().getName() + " on "
                        + e.getActivityTaskScheduledEventAttributes().getTaskQueue().getName()))
                .containsExactly("Pin on policy", "Decide on policy", "Decide on policy");
    }

    @Test
    void without_a_worker_that_holds_a_model_a_query_says_what_it_waits_for_and_fails_by_name() {
        stage.close();
        stage = TestStage.withoutModel(script);
        environment = stage.environment();
        limits = new Limits(5, 10_000, 10_000, 12_000);
        WorkflowStub stub = stage.submit(TestStage.local(limits));

        Eventually.that("it waits for a model",
                () -> stub.query("state", QueryState.class).waiting().equals("a worker that holds a model"));

        assertThat(failureOf(stub)).isEqualTo(QueryErrors.POLICY_NOT_HELD.name());
        assertThat(script.outcomes).hasSize(1).allSatisfy(
                outcome -> assertThat(outcome.message()).contains("no worker that holds a model", "maestro worker --model DIR"));
        assertThat(script.log).as("on record before it waits, so that its end can be recorded").startsWith("accept");
    }

    private static final String ASK_AND_RUN = """
            {"steps": [{"id": "write", "kind": "ask", "prompt": "p"},
                       {"id": "run", "kind": "run_code", "needs": ["write"]}],
             "observation": {"from": ["run"], "max_chars": 1000, "keep": "tail"}}""";

    private static StepReport lacking(StepRequest request) {
        throw failure(SandboxErrors.SANDBOX_UNAVAILABLE.name());
    }

    @Test
    void a_step_that_a_worker_without_a_sandbox_refused_goes_to_one_that_has_one() {
        stage.close();
        ScriptedQuery sandboxed = new ScriptedQuery().step("run", request -> replied(request, "ok"));
        stage = TestStage.withSandbox(sandboxed, script);
        environment = stage.environment();
        script.decides(CALL, ANSWER).plan(ASK_AND_RUN).step("run", QueryWorkflowTest::lacking);

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsOnlyOnce("step 1 run by ").contains("observe 1 evidence");
        assertThat(sandboxed.log).containsExactly("step 1 run by ");
    }

    @Test
    void where_no_worker_has_a_sandbox_the_refusal_stands() {
        script.decides(CALL, ANSWER).plan(ASK_AND_RUN).step("run", QueryWorkflowTest::lacking);

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsOnlyOnce("step 1 run by ").contains("observe 1 failed");
        assertThat(script.failed().failure()).isEqualTo(SandboxErrors.SANDBOX_UNAVAILABLE.name());
    }

    @Test
    void a_paused_query_starts_nothing_until_it_is_resumed() {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        script.decides(CALL, CALL, ANSWER).expecting(60_000).step("answer", r -> {
            reached.countDown();
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return replied(r, "ok");
        });
        WorkflowStub stub = submit();
        await(reached);
        stub.signal("pause", "anna");
        go.countDown();
        Eventually.that("it is paused", () -> stub.query("state", QueryState.class).status() == QueryStatus.PAUSED);
        assertThat(script.log).contains("note paused").doesNotContain("decide 2");

        stub.signal("resume", "anna");

        assertThat(stub.getResult(QueryResult.class).status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsSubsequence("note paused", "note resumed", "decide 2");
    }

    @Test
    void a_call_that_needs_approval_waits_for_a_person_who_says_yes() {
        script.decides(CALL, ANSWER).needingApproval("Chart-R1");
        WorkflowStub stub = submit();
        Eventually.that("it waits for a person", () -> stub.query("state", QueryState.class).approval().isPresent());
        assertThat(script.log).noneMatch(line -> line.startsWith("step"));

        stub.signal("approve", new QueryWorkflow.Approval("Chart-R1", true, "anna"));

        assertThat(stub.getResult(QueryResult.class).status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).containsSubsequence("note awaiting_approval", "note approved", "step 1 answer by Chart-R1");
    }

    @Test
    void a_call_that_a_person_denies_is_not_run_and_the_policy_is_told() {
        script.decides(CALL, ANSWER).needingApproval("Chart-R1");
        WorkflowStub stub = submit();
        Eventually.that("it waits for a person", () -> stub.query("state", QueryState.class).approval().isPresent());

        stub.signal("approve", new QueryWorkflow.Approval("Chart-R1", false, "anna"));

        assertThat(stub.getResult(QueryResult.class).status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.refused()).isEqualTo(QueryErrors.APPROVAL_DENIED.name());
        assertThat(script.log).noneMatch(line -> line.startsWith("step"));
    }

    @Test
    void a_cancelled_query_records_its_end_and_closes_as_cancelled() {
        script.decides(CALL, ANSWER).needingApproval("Chart-R1");
        WorkflowStub stub = submit();
        Eventually.that("it waits for a person", () -> stub.query("state", QueryState.class).approval().isPresent());

        stub.cancel();

        WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class, () -> stub.getResult(QueryResult.class));
        assertThat(failed.getCause()).isInstanceOf(CanceledFailure.class);
        assertThat(script.log).endsWith("finish cancelled CANCELLED");
    }

    @Test
    void time_spent_waiting_for_a_person_does_not_count_against_the_wall_clock_limit() {
        limits = new Limits(5, 10_000, 10_000, 60_000);
        script.decides(CALL, ANSWER).needingApproval("Chart-R1");
        WorkflowStub stub = submit();
        Eventually.that("it waits for a person", () -> stub.query("state", QueryState.class).approval().isPresent());
        environment.sleep(Duration.ofHours(3));

        stub.signal("approve", new QueryWorkflow.Approval("Chart-R1", true, "anna"));

        assertThat(stub.getResult(QueryResult.class).status()).isEqualTo(QueryStatus.ANSWERED);
    }

    @Test
    void a_retry_goes_on_after_the_turns_that_are_over() {
        script.afterTurns(ScriptedQuery.EVIDENCE_BEFORE).decides(CALL, ANSWER);

        assertThat(answer().status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(script.log).contains("decide 2").doesNotContain("decide 1");
    }

    @Test
    void a_payload_over_the_limit_is_refused_with_its_size() {
        HistoryDataConverter converter = new HistoryDataConverter();
        assertThat(catchThrowableOfType(RuntimeException.class, () -> converter.toPayload("x".repeat(70_000))))
                .hasMessageContaining("PAYLOAD_TOO_LARGE").hasMessageContaining("65536");
        assertThat(converter.toPayload("x".repeat(60_000))).isPresent();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

package dev.maestro.app.endtoend;

import static dev.maestro.app.endtoend.LiveStack.answer;
import static dev.maestro.app.endtoend.LiveStack.call;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.history.QueryHistory.Audit;
import dev.maestro.registry.history.QueryHistory.EventRow;
import dev.maestro.registry.history.QueryHistory.Limits;
import dev.maestro.testing.Eventually;
import dev.maestro.testing.FakeExpert;
import dev.maestro.testing.Script;
import dev.maestro.workflows.query.QueryResult;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people and policies do to a running query: stop it, hold it up, approve, pay more, write nonsense. */
@Tag("end-to-end")
class SteeringTest {
    private static final FakeExpert QUICK = FakeExpert.start().always(Script.answer("It says sesame.\n\nsesame"));
    private static final FakeExpert SLOW = FakeExpert.start();
    private static final FakeExpert DEAR = FakeExpert.start().always(Script.answer("It says gold.\n\ngold"));
    private static final Limits AMPLE = new Limits(5, 200_000, 1_000_000, 300_000);
    private static LiveStack stack;

    @BeforeAll
    static void start() {
        stack = LiveStack.start("""
                insert into prompts (name, template) values ('look', 'Question: {{question}}');
                insert into experts (name, endpoint, model, description, expected_latency_ms, micros_per_call, requires_approval) values
                    ('Quick', '%s', 'fake-model', 'Lives in the test.', 100, 0, false),
                    ('Slow', '%s', 'fake-model', 'Lives in the test.', 60000, 0, false),
                    ('Dear', '%s', 'fake-model', 'Lives in the test.', 100, 5000, false),
                    ('Guarded', '%s', 'fake-model', 'Lives in the test.', 100, 0, true);
                insert into skills (name, level, description, min_images, plan) select 'Look_' || name, 1, 'Asks once.', 0,
                    '{"steps": [{"id": "answer", "kind": "ask", "prompt": "look", "max_output_tokens": 100}], "observation": {"from": ["answer"]}}'
                    from experts where name in ('Quick', 'Slow', 'Dear', 'Guarded');
                insert into expert_skills (expert, skill, allowed) select experts.name, skills.name, skills.name = 'Look_' || experts.name
                    from experts, skills where skills.name in ('Look_Quick', 'Look_Slow', 'Look_Dear', 'Look_Guarded');
                """.formatted(QUICK.endpoint(), SLOW.endpoint(), DEAR.endpoint(), QUICK.endpoint()));
    }

    @AfterAll
    static void stop() {
        stack.close();
        QUICK.close();
        SLOW.close();
        DEAR.close();
    }

    @Test
    void cancelling_breaks_off_the_call_that_is_under_way() {
        SLOW.next(Script.silence());
        stack.policyWrites(call("Slow", "Look_Slow"));
        stack.submit("q-cancel");
        Eventually.that("the expert was asked", () -> SLOW.requests("q-cancel/1/answer/Slow") == 1);

        stack.queries().cancel("q-cancel");

        QueryResult result = stack.ended("q-cancel");
        assertThat(result.status()).isEqualTo(QueryStatus.CANCELLED);
        assertThat(result.answer()).isEmpty();
        Eventually.that("the connection was closed", () -> SLOW.openConnections() == 0);
        assertThat(SLOW.requests("q-cancel/1/answer/Slow")).isEqualTo(1);
        assertThat(stack.audit("q-cancel").steps()).isEmpty();
        assertThat(stack.audit("q-cancel").outcomes()).extracting(o -> o.status()).containsExactly(QueryStatus.CANCELLED);
    }

    @Test
    void a_query_without_money_fails_and_goes_on_with_more_without_asking_again() {
        stack.policyWrites(call("Quick", "Look_Quick"), call("Dear", "Look_Dear"));
        stack.submit("q-poor", new Limits(5, 200_000, 4_999, 300_000));
        QueryResult poor = stack.ended("q-poor");
        assertThat(poor.status()).isEqualTo(QueryStatus.FAILED);
        assertThat(poor.reason()).isEqualTo("BUDGET_EXCEEDED");
        assertThat(poor.message()).contains("5000", "4999", "larger budget");
        assertThat(DEAR.received()).isEmpty();
        int policyCalls = stack.policy().received().size();

        stack.policyWrites(answer("sesame and gold"));
        stack.queries().retry("q-poor", Optional.of(AMPLE));
        QueryResult rich = stack.ended("q-poor");

        assertThat(rich.status()).isEqualTo(QueryStatus.ANSWERED);
        Audit audit = stack.audit("q-poor");
        assertThat(audit.steps()).extracting(row -> row.key().toString()).containsExactly("q-poor/1/answer", "q-poor/2/answer");
        assertThat(QUICK.requests("q-poor/1/answer/Quick")).isEqualTo(1);
        assertThat(DEAR.requests("q-poor/2/answer/Dear")).isEqualTo(1);
        assertThat(stack.policy().received()).hasSize(policyCalls + 1);
        assertThat(audit.outcomes()).extracting(o -> o.run() + " " + o.status()).containsExactly("0 failed", "1 answered");
        assertThat(audit.turns()).hasSize(3);
    }

    @Test
    void an_answered_query_is_neither_run_again_nor_stopped() {
        stack.policyWrites(call("Quick", "Look_Quick"), answer("sesame"));
        stack.ask("q-done");

        assertThatThrownBy(() -> stack.queries().retry("q-done", Optional.empty()))
                .hasMessageStartingWith("QUERY_NOT_RETRYABLE: query q-done was answered");
        assertThatThrownBy(() -> stack.queries().cancel("q-done")).hasMessageStartingWith("QUERY_ENDED: ");
    }

    @Test
    void an_expert_that_needs_approval_waits_for_a_person() {
        stack.policyWrites(call("Guarded", "Look_Guarded"), answer("sesame"));
        stack.submit("q-approved");
        stack.reaches("q-approved",
                state -> state.status() == QueryStatus.AWAITING_APPROVAL || state.approval().equals(Optional.of("Guarded")));
        assertThat(QUICK.requests("q-approved/1/answer/Guarded")).isZero();

        stack.queries().approve("q-approved", "Guarded", true, "tester");

        assertThat(stack.ended("q-approved").answer()).contains("sesame");
        assertThat(QUICK.requests("q-approved/1/answer/Guarded")).isEqualTo(1);
        assertThat(stack.audit("q-approved").events()).extracting(EventRow::kind).contains(EventKind.APPROVED);
    }

    @Test
    void an_expert_that_is_not_approved_is_not_asked_and_the_policy_hears_of_it() {
        stack.policyWrites(call("Guarded", "Look_Guarded"), answer("nothing"));
        stack.submit("q-denied");
        stack.reaches("q-denied", state -> state.approval().equals(Optional.of("Guarded")));

        stack.queries().approve("q-denied", "Guarded", false, "tester");

        assertThat(stack.ended("q-denied").status()).isEqualTo(QueryStatus.ANSWERED);
        assertThat(QUICK.requests("q-denied/1/answer/Guarded")).isZero();
        assertThat(stack.policyWasTold()).contains("APPROVAL_DENIED").doesNotContain("<information>");
    }

    @Test
    void a_paused_query_starts_no_step_until_it_is_resumed() {
        SLOW.next(Script.after(Duration.ofMillis(700), Script.answer("It says slow.\n\nslow")));
        stack.policyWrites(call("Slow", "Look_Slow"));
        stack.submit("q-paused");
        Eventually.that("the expert was asked", () -> SLOW.requests("q-paused/1/answer/Slow") == 1);
        stack.queries().pause("q-paused", "tester");
        stack.reaches("q-paused", state -> state.status() == QueryStatus.PAUSED);
        assertThat(stack.audit("q-paused").turns()).hasSize(1);

        stack.policyWrites(answer("slow"));
        stack.queries().resume("q-paused", "tester");

        assertThat(stack.ended("q-paused").answer()).contains("slow");
        assertThat(stack.audit("q-paused").events()).extracting(EventRow::kind).containsSubsequence(EventKind.PAUSED, EventKind.RESUMED);
    }

    @Test
    void an_invalid_action_is_answered_with_the_valid_form_and_corrected() {
        stack.policyWrites("<think>Hm.</think> I would look closer.", call("Quick", "Look_Quick"), answer("sesame"));

        QueryResult result = stack.ask("q-invalid");

        assertThat(result.answer()).contains("sesame");
        assertThat(result.turns()).isEqualTo(3);
        assertThat(stack.audit("q-invalid").turns().getFirst().decision().action()).contains("invalid");
        assertThat(stack.audit("q-invalid").steps()).hasSize(1);
    }

    @Test
    void an_expert_that_does_not_exist_is_refused_with_the_names_that_do() {
        stack.policyWrites(call("Quik", "Look_Quick"), answer("no"));

        stack.ask("q-unknown");

        assertThat(stack.audit("q-unknown").steps()).isEmpty();
        String observation = stack.audit("q-unknown").turns().getFirst().observation().orElseThrow().observation();
        assertThat(observation).contains("\"refused\"", "EXPERT_UNKNOWN", "Quik", "Quick");
        assertThat(stack.policyWasTold()).contains("EXPERT_UNKNOWN", "Quick");
    }

    @Test
    void a_policy_server_that_is_gone_fails_the_query_with_its_reason() {
        stack.policy().next(Script.status(401, "who are you?"));

        QueryResult result = stack.ask("q-no-policy");

        assertThat(result.status()).isEqualTo(QueryStatus.FAILED);
        assertThat(result.reason()).isEqualTo("POLICY_UNAUTHORIZED");
        assertThat(result.answer()).isEmpty();
    }
}

package dev.maestro.policy.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maestro.core.CallContext;
import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.policy.Action;
import dev.maestro.policy.ChatModel;
import dev.maestro.policy.ChatModel.Completion;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Usage;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import dev.maestro.policy.testing.PolicyRegistries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RemotePolicyTest {
    private static final RegistrySnapshot SNAPSHOT = PolicyRegistries.small().snapshot();
    private static final Usage USAGE = new Usage(100, 20, 5, Duration.ofMillis(30));
    private final List<ChatModel.Request> requests = new ArrayList<>();

    private PolicyOutcome ask(Completion reply, Transcript transcript) {
        ChatModel model = (request, _) -> {
            requests.add(request);
            return reply;
        };
        return new RemotePolicy(model, new RemotePolicy.Settings("maestro-4b", 0.7, 0.9, 512)).next(transcript, CallContext.NONE);
    }

    private static Transcript fresh() {
        return PolicyRegistries.transcript(SNAPSHOT, Profile.DEFAULT, "How tall?", 4);
    }

    private static PolicyOutcome.Decided decided(PolicyOutcome outcome) {
        return (PolicyOutcome.Decided) outcome;
    }

    @Test
    void it_sends_stop_strings_sampling_a_bounded_length_and_a_key_of_its_own_for_each_turn() {
        ask(new Completion.Text("<answer>7", "stop", Optional.of("</answer>"), USAGE), fresh());
        ChatModel.Request request = requests.getFirst();
        assertThat(request.stop()).containsExactly("</search>", "</answer>");
        assertThat(request.temperature()).isEqualTo(0.7);
        assertThat(request.topP()).isEqualTo(0.9);
        assertThat(request.maxOutputTokens()).isEqualTo(512);
        assertThat(request.idempotencyKey()).isEqualTo("q1/1/policy");
        assertThat(request.messages().get(1).images()).hasSize(1);
    }

    @Test
    void a_query_that_says_how_to_draw_is_drawn_so_and_not_as_the_policy_is_set() {
        Transcript any = fresh();
        ask(new Completion.Text("<answer>7", "stop", Optional.of("</answer>"), USAGE), any);
        ask(new Completion.Text("<answer>7", "stop", Optional.of("</answer>"), USAGE),
                new Transcript(any.queryId(), any.profile(), any.question(), any.images(), any.facts(),
                        any.turns(), any.turnsLeft(), any.maxOutputTokens(), any.snapshot(), any.unavailable(),
                        Optional.of(new Transcript.Randomness(1.1, 99))));
        assertThat(requests).extracting(ChatModel.Request::temperature).containsExactly(0.7, 1.1);
        assertThat(requests).extracting(ChatModel.Request::seed).containsExactly(Optional.empty(), Optional.of(99L));
    }

    @Test
    void a_closing_tag_that_the_server_left_out_is_put_back() {
        PolicyOutcome.Decided said = decided(ask(new Completion.Text("<think>x</think><search>Chart-R1@@Chart_Problem_Solver: How tall?",
                "stop", Optional.of("</search>"), USAGE), fresh()));
        assertThat(said.text()).isEqualTo("<search>Chart-R1@@Chart_Problem_Solver: How tall?</search>");
        assertThat(said.action()).isEqualTo(new Action.Call("Chart-R1", "Chart_Problem_Solver", "How tall?"));
        assertThat(said.usage()).isEqualTo(USAGE);
        assertThat(decided(ask(new Completion.Text("<answer>7", "stop", Optional.empty(), USAGE), fresh())).text())
                .isEqualTo("<answer>7</answer>");
    }

    @Test
    void a_server_that_ignores_stop_strings_is_understood_alike() {
        PolicyOutcome.Decided said = decided(ask(new Completion.Text(
                "<search>A@@B: c</search>\n<information>fake</information><answer>7</answer>", "stop", Optional.empty(), USAGE), fresh()));
        assertThat(said.text()).isEqualTo("<search>A@@B: c</search>");
        assertThat(said.why()).contains("first of several");
    }

    @Test
    void an_invalid_action_is_decided_and_the_model_reads_what_was_wrong_in_its_next_turn() {
        PolicyOutcome.Decided wrong = decided(ask(new Completion.Text("I would say 7.", "stop", Optional.empty(), USAGE), fresh()));
        assertThat(wrong.action()).isInstanceOf(Action.Invalid.class);
        Action.Invalid invalid = (Action.Invalid) wrong.action();
        Transcript next = PolicyRegistries.transcript(SNAPSHOT, Profile.DEFAULT, "How tall?", 3,
                new Transcript.Turn(wrong.text(), invalid, new Observation.Refused(invalid.code(), invalid.reason(), List.of())));
        ask(new Completion.Text("<answer>7</answer>", "stop", Optional.empty(), USAGE), next);
        assertThat(requests.getLast().messages().getLast().text()).contains("NO_ACTION").contains("<search>EXPERT@@SKILL:");
        assertThat(requests.getLast().messages().get(2).text()).isEqualTo("I would say 7.");
        assertThat(requests.getLast().idempotencyKey()).isEqualTo("q1/2/policy");
    }

    @Test
    void a_server_that_fails_is_unavailable_with_its_kind_and_patience() {
        assertThat(ask(new Completion.Failed(FailureKind.RATE_LIMITED, "429", Optional.of(Duration.ofSeconds(3))), fresh()))
                .isEqualTo(new PolicyOutcome.Failure(PolicyErrors.POLICY_RATE_LIMITED, "429", Optional.of(Duration.ofSeconds(3))));
    }

    @Test
    void a_registry_without_prompts_is_said_and_nobody_is_called() {
        Transcript transcript = PolicyRegistries.transcript(PolicyRegistries.small().snapshot(List.of()), Profile.DEFAULT, "Q?", 4);
        assertThat(ask(new Completion.Text("x", "stop", Optional.empty(), USAGE), transcript))
                .isInstanceOfSatisfying(PolicyOutcome.Failure.class, u -> assertThat(u.message()).contains("PROMPT_UNKNOWN"));
        assertThat(requests).isEmpty();
    }

    @Test
    void impossible_settings_are_refused() {
        assertThatThrownBy(() -> new RemotePolicy.Settings("m", 3, 1, 10)).hasMessageContaining("temperature 3.0 (0 to 2)");
    }
}

package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.policy.Action;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.registry.Json;
import dev.maestro.registry.RegistrySnapshot;
import dev.maestro.rules.Call;
import dev.maestro.rules.RuleSet;
import dev.maestro.rules.Verdict;
import java.util.List;
import java.util.Set;

/** What a policy's text comes to in our own protocol, judged by the rules; one image is taken for given. */
final class DefaultProtocolCheck implements Check {
    private final RegistrySnapshot snapshot;
    private final RuleSet rules;
    private final Protocol protocol = Protocol.of(RegistrySnapshot.DEFAULT_PROFILE);

    DefaultProtocolCheck(RegistrySnapshot snapshot, RuleSet rules) {
        this.snapshot = snapshot;
        this.rules = rules;
    }

    @Override
    public ObjectNode answer(Line line) {
        line.oneOf("kind", List.of("loop_step"));
        int left = Math.max(1, line.number("max_turns", 1) - line.number("step", 0) + 1);
        String finish = line.oneOf("finish_reason", List.of("stop", "length"));
        Protocol.Reading reading = protocol.read(line.text("response"), finish, Checks.transcript(snapshot, left));
        ObjectNode answer = switch (reading.action()) {
            case Action.Answer(String text) -> outcome("final_answer", false).put("answer", text);
            case Action.Invalid(String code, String reason) -> outcome("invalid_action", left > 1).put("error", code + ": " + reason);
            case Action.Call _ when left == 1 -> outcome("stop_without_answer", false).put("stop_reason", "turns_exhausted");
            case Action.Call call -> judged(call);
        };
        return answer.put("kept_text", reading.kept());
    }

    private ObjectNode judged(Action.Call call) {
        Verdict verdict = rules.judge(new Call(RegistrySnapshot.DEFAULT_PROFILE, call.expert(), call.skill(), call.input(), "", 1, List.of(), Set.of(), Set.of()));
        return switch (verdict) {
            case Verdict.Refused refused -> outcome("invalid_action", true).put("error", refused.code() + ": " + refused.reason());
            case Verdict.Dispatched dispatched -> called(dispatched, call);
            case Verdict.NeedsApproval waiting -> called(waiting.then(), call);
        };
    }

    private ObjectNode called(Verdict.Dispatched dispatched, Action.Call call) {
        return outcome("call_skill", true)
                .put("model", dispatched.expert()).put("port", Ports.of(snapshot, dispatched.expert()).orElse(null))
                .put("skill", dispatched.skill()).put("leaf_skill", dispatched.leaf()).put("input", call.input());
    }

    private static ObjectNode outcome(String name, boolean again) {
        return Json.MAPPER.createObjectNode().put("outcome", name).put("policy_called_again", again);
    }
}

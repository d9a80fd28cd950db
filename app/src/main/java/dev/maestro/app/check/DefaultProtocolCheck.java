package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.core.registry.Profile;
import dev.maestro.core.registry.RegistrySnapshot;
import dev.maestro.core.registry.Skill;
import dev.maestro.core.text.NearestNames;
import dev.maestro.policy.Action;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.protocol.Protocol;
import dev.maestro.rules.Call;
import dev.maestro.rules.RuleSet;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.Plan;
import dev.maestro.skills.PlanParser;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says what a policy's text stands for in the default protocol, judged by the rules, and what the policy is shown of a
 * skill's output. It assumes one image. There is no batch interface to ask about.
 */
final class DefaultProtocolCheck implements DecisionCheck {
    private static final List<String> KINDS = List.of("loop_step", "observation", "orchestrator_query");
    /** The cut of a plan that says nothing about it. */
    private static final Plan.Observation USUAL_CUT = new Plan.Observation(List.of(), 0, null);

    private final RegistrySnapshot snapshot;
    private final RuleSet rules;
    private final Protocol protocol = Protocol.of(Profile.DEFAULT);

    DefaultProtocolCheck(RegistrySnapshot snapshot, RuleSet rules) {
        this.snapshot = snapshot;
        this.rules = rules;
    }

    @Override
    public ObjectNode answer(CheckLine line) {
        return switch (line.oneOf("kind", KINDS)) {
            case "loop_step" -> step(line);
            case "observation" -> observed(line);
            default -> throw new RefusedLineException(CheckErrors.KIND_NOT_IN_PROFILE,
                    "\"kind\" is \"orchestrator_query\", and the profile default has no batch interface; "
                            + "ask \"loop_step\" with \"response\": \"<search>QUERY</search>\", or use --profile reference");
        };
    }

    private ObjectNode step(CheckLine line) {
        int left = Math.max(1, line.number("max_turns", 1) - line.number("step", 0) + 1);
        String finish = line.oneOf("finish_reason", List.of("stop", "length"));
        Protocol.Reading reading = protocol.read(line.text("response"), finish, DecisionChecks.transcript(snapshot, left));
        ObjectNode answer = switch (reading.action()) {
            case Action.Answer(String text) -> outcome("final_answer", false).put("answer", text);
            case Action.Invalid(String code, String reason) -> outcome("invalid_action", left > 1).put("error", code + ": " + reason);
            case Action.Call _ when left == 1 -> outcome("stop_without_answer", false).put("stop_reason", "turns_exhausted");
            case Action.Call call -> judged(call);
        };
        return answer.put("kept_text", reading.kept());
    }

    /** The text as its skill's plan cuts it, and the message that shows it, rendered from the registry's prompt. */
    private ObjectNode observed(CheckLine line) {
        Optional<Skill> leaf = line.optionalText("leaf_skill").map(name -> leaf(line, name));
        Plan.Observation cut = leaf.flatMap(Skill::plan).map(plan -> PlanParser.parse(plan, Profile.DEFAULT).observation())
                .orElse(USUAL_CUT);
        String observation = cut.cut(line.text("skill_output"));
        String name = leaf.map(Skill::name).orElse("");
        Transcript.Turn turn = new Transcript.Turn("<search></search>", new Action.Call("", name, ""),
                new Transcript.Observation.Evidence("", name, name, observation));
        String shown = protocol.messages(DecisionChecks.transcript(snapshot, 2, List.of(turn))).getLast().text();
        return Json.MAPPER.createObjectNode().put("observation", observation).put("information_block", shown);
    }

    private Skill leaf(CheckLine line, String name) {
        List<String> withPlan = snapshot.skills().stream().filter(skill -> skill.plan().isPresent()).map(Skill::name).toList();
        return snapshot.skill(name).filter(skill -> skill.plan().isPresent())
                .orElseThrow(() -> line.invalid("leaf_skill", "a skill with a plan." + NearestNames.sentence(name, withPlan)));
    }

    private ObjectNode judged(Action.Call call) {
        Verdict verdict = rules.judge(new Call(Profile.DEFAULT, call.expert(), call.skill(), call.input(), "", 1,
                List.of(), Set.of(), Set.of()));
        return switch (verdict) {
            case Verdict.Refused refused -> outcome("invalid_action", true).put("error", refused.code() + ": " + refused.reason());
            case Verdict.Dispatched dispatched -> called(dispatched, call);
            case Verdict.NeedsApproval waiting -> called(waiting.then(), call);
        };
    }

    private ObjectNode called(Verdict.Dispatched dispatched, Action.Call call) {
        return outcome("call_skill", true)
                .put("model", dispatched.expert()).put("port", ExpertPorts.of(snapshot, dispatched.expert()).orElse(null))
                .put("skill", dispatched.skill()).put("leaf_skill", dispatched.leaf()).put("input", call.input());
    }

    private static ObjectNode outcome(String name, boolean again) {
        return Json.MAPPER.createObjectNode().put("outcome", name).put("policy_called_again", again);
    }
}

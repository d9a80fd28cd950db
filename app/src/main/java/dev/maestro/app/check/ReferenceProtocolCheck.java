package dev.maestro.app.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.maestro.core.Json;
import dev.maestro.policy.protocol.ReferenceLoop;
import java.util.List;
import java.util.Locale;

/** Says what a policy's text stands for in the reference system's loop and batch interface, and what the policy is told. */
final class ReferenceProtocolCheck implements DecisionCheck {
    private static final List<String> KINDS = List.of("loop_step", "orchestrator_query", "observation");

    private final ReferenceLoop loop;

    ReferenceProtocolCheck(ReferenceLoop.Names names) {
        this.loop = new ReferenceLoop(names);
    }

    @Override
    public ObjectNode answer(CheckLine line) {
        return switch (line.oneOf("kind", KINDS)) {
            case "loop_step" -> fields(loop.step(
                    line.number("step", 0), line.number("max_turns", 1), line.text("response"),
                    line.oneOf("finish_reason", List.of("stop", "length"))));
            case "orchestrator_query" -> fields(loop.query(line.text("query")));
            default -> {
                String observation = ReferenceLoop.observation(line.text("skill_output"));
                yield Json.MAPPER.createObjectNode().put("observation", observation).put("information_block",
                        ReferenceLoop.informationBlock(observation));
            }
        };
    }

    private static ObjectNode fields(ReferenceLoop.Outcome outcome) {
        return Json.MAPPER.createObjectNode()
                .put("outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
                .put("model", outcome.model().map(ReferenceLoop.Model::name).orElse(null))
                .put("port", outcome.model().map(ReferenceLoop.Model::port).filter(port -> port > 0).orElse(null))
                .put("skill", outcome.skill().orElse(null))
                .put("input", outcome.input().orElse(null))
                .put("answer", outcome.answer().orElse(null))
                .put("error", outcome.error().orElse(null))
                .put("stop_reason", outcome.stopReason().orElse(null))
                .put("policy_called_again", outcome.calledAgain())
                .put("kept_text", outcome.kept());
    }
}

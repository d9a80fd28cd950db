package dev.maestro.orchestra.product;

import dev.maestro.orchestra.play.Move;
import dev.maestro.orchestra.text.ActionText;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.OrchestraWorld;
import dev.maestro.orchestra.world.SimulatedReply;
import java.util.Optional;

/** A call of a simulated expert as the product makes it: the expert's name, and a prompt that names the skill and the input. */
final class SimulatedCall {
    private SimulatedCall() {}

    /** What the prompt of a skill is; {@code {{input}}} stands for the policy's words. */
    static String template(String skill) {
        return skill + ": {{input}}";
    }

    /** The reply as text; empty when the task has no such expert or skill. */
    static Optional<String> reply(OrchestraTask task, String expert, String prompt) {
        int colon = prompt.indexOf(':');
        return move(task, expert, colon < 0 ? prompt : prompt.substring(0, colon), colon < 0 ? "" : prompt.substring(colon + 1))
                .map(call -> task.reply(call.expert(), call.skill(), call.input()))
                .map(SimulatedCall::text);
    }

    private static String text(SimulatedReply reply) {
        return ActionText.reply(reply.value(), reply.sure());
    }

    /** Names as slots; an input that is no value asks the question itself. */
    static Optional<Move.Call> move(OrchestraTask task, String expert, String skill, String input) {
        int asked = task.panel().experts().stream().map(each -> each.name()).toList().indexOf(expert.strip());
        int with = task.panel().skills().stream().map(each -> each.name()).toList().indexOf(skill.strip());
        return asked < 0 || with < 0
                ? Optional.empty()
                : Optional.of(new Move.Call(asked, with, Optional.of(input.strip()).filter(OrchestraWorld.VALUES::contains)));
    }
}

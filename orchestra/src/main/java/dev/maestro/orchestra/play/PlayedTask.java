package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.OrchestraTask;
import java.util.List;

/**
 * A task that is over.
 *
 * @param history the calls, oldest first
 * @param answer  what was answered
 * @param cost    of all calls; a dear one is the unit
 * @param reward  1 when right, less the weighted cost
 */
public record PlayedTask(OrchestraTask task, List<HeardReply> history, String answer, boolean right, double cost, double reward) {
    public PlayedTask {
        history = List.copyOf(history);
    }

    public static PlayedTask of(OrchestraTask task, List<HeardReply> history, String answer) {
        boolean right = answer.equals(task.truth());
        double cost = history.stream().mapToDouble(heard -> task.cost(heard.call().expert())).sum();
        return new PlayedTask(task, history, answer, right, cost, task.price().reward(right, cost));
    }

    /** Whether the first call used the skill that the question needs first; false without calls. */
    public boolean firstSkillRight() {
        return !history.isEmpty()
                && task.panel().skills().get(history.getFirst().call().skill()).operation() == task.operation().first();
    }

    /** Whether nobody in the panel was better than the expert called first; false without calls. */
    public boolean firstExpertRight() {
        return !history.isEmpty() && task.isBestExpert(history.getFirst().call().expert());
    }
}

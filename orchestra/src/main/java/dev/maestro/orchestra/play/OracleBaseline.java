package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.PriceWeight;
import dev.maestro.orchestra.world.Subject;
import java.util.List;
import java.util.Optional;

/**
 * Sees what is hidden: operation, subject, competence and price, though not the truth. Takes who is worth most at the task's price
 * weight, and does without another opinion that costs more than it brings. What others miss of its reward is their regret.
 */
final class OracleBaseline implements OrchestraPolicy {
    @Override
    public Move next(OrchestraTask task, List<HeardReply> history) {
        double weight = task.price().weight();
        Move move = TwoStepPlan.next(task, history, task.operation(), Optional.of(task.subject()),
                (subject, tried) -> Slots.best(task, tried,
                        slot -> task.panel().experts().get(slot).level(subject.orElseThrow()).right() - weight * task.cost(slot)));
        boolean another = move instanceof Move.Call && !history.isEmpty() && task.operation() != Operation.COMPUTE;
        return another && task.price() != PriceWeight.FREE && isTooDear(task, ((Move.Call) move).expert())
                ? new Move.Answer(history.getLast().value())
                : move;
    }

    /** A doubtful reply is right about half of the time, so another opinion brings half of what its expert is worth. */
    private static boolean isTooDear(OrchestraTask task, int expert) {
        Subject subject = task.subject();
        return task.price().weight() * task.cost(expert) > 0.5 * task.panel().experts().get(expert).level(subject).right();
    }
}

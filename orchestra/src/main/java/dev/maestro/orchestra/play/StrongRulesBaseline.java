package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.OrchestraTask;
import java.util.List;

/**
 * The strongest rules written by hand: operation and kind of picture by terms, the expert by its description and price, both steps,
 * another expert on doubt. It misreads only questions whose words it does not know.
 */
final class StrongRulesBaseline implements OrchestraPolicy {
    /** What anybody is taken to be worth where the kind of picture is not known. */
    private static final double UNKNOWN = 0.4;

    @Override
    public Move next(OrchestraTask task, List<HeardReply> history) {
        double weight = task.price().weight();
        return TwoStepPlan.next(task, history, QuestionTerms.operation(task.question()), QuestionTerms.subject(task.question()),
                (subject, tried) -> Slots.best(task, tried,
                        slot -> subject.map(known -> task.panel().experts().get(slot).level(known).right()).orElse(UNKNOWN)
                                - weight * task.cost(slot)));
    }
}

package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.Subject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Always the one expert that is best over all subjects, the cheaper of equals, told the right skill; it never asks again. */
final class BestSingleBaseline implements OrchestraPolicy {
    @Override
    public Move next(OrchestraTask task, List<HeardReply> history) {
        List<HeardReply> trusted = history.stream().map(heard -> new HeardReply(heard.call(), heard.value(), true)).toList();
        return TwoStepPlan.next(task, trusted, task.operation(), Optional.of(task.subject()),
                (_, _) -> Slots.best(task, Set.of(), slot -> competence(task, slot) - 1e-6 * task.cost(slot)));
    }

    private static double competence(OrchestraTask task, int slot) {
        return Arrays.stream(Subject.values()).mapToDouble(subject -> task.panel().experts().get(slot).level(subject).right()).sum();
    }
}

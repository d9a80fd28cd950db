package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraTask;
import dev.maestro.orchestra.world.Subject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What to do when operation and subject are believed to be known: ask, ask somebody else on doubt, answer; where something is
 * computed, read first, twice at most, then compute with what was read last.
 */
final class TwoStepPlan {
    private TwoStepPlan() {}

    static Move next(OrchestraTask task, List<HeardReply> history, Operation operation, Optional<Subject> subject, ExpertChoice choice) {
        return operation.isTwoStep() ? twoSteps(task, history, subject, choice) : oneStep(task, history, operation, subject, choice);
    }

    private static Move oneStep(OrchestraTask task, List<HeardReply> history, Operation operation, Optional<Subject> subject,
            ExpertChoice choice) {
        if (!history.isEmpty() && (history.getLast().sure() || history.size() >= Play.MOST_CALLS)) {
            return new Move.Answer(history.getLast().value());
        }
        return new Move.Call(choice.slot(subject, slots(history)), task.panel().skillFor(operation), Optional.empty());
    }

    private static Move twoSteps(OrchestraTask task, List<HeardReply> history, Optional<Subject> subject, ExpertChoice choice) {
        List<HeardReply> read = with(task, history, Operation.READ);
        List<HeardReply> computed = with(task, history, Operation.COMPUTE);
        if (!computed.isEmpty() && (computed.getLast().sure() || history.size() >= Play.MOST_CALLS)) {
            return new Move.Answer(computed.getLast().value());
        }
        if (!read.isEmpty() && (read.getLast().sure() || read.size() > 1)) {
            int expert = choice.slot(Optional.of(Subject.ARITHMETIC), slots(computed));
            return new Move.Call(expert, task.panel().skillFor(Operation.COMPUTE), Optional.of(read.getLast().value()));
        }
        return new Move.Call(choice.slot(subject, slots(read)), task.panel().skillFor(Operation.READ), Optional.empty());
    }

    private static List<HeardReply> with(OrchestraTask task, List<HeardReply> history, Operation operation) {
        return history.stream().filter(heard -> task.panel().skills().get(heard.call().skill()).operation() == operation).toList();
    }

    private static Set<Integer> slots(List<HeardReply> history) {
        return history.stream().map(heard -> heard.call().expert()).collect(Collectors.toSet());
    }
}

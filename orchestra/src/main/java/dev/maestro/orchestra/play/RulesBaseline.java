package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.OrchestraTask;
import java.util.List;
import java.util.Optional;

/**
 * As the product's rules policy serves: the skill by terms, with the expert listed first; the next one on doubt; then the last value.
 * It is blind to the kind of picture, to prices and to two steps, though a question asked again carries what was heard.
 */
final class RulesBaseline implements OrchestraPolicy {
    @Override
    public Move next(OrchestraTask task, List<HeardReply> history) {
        if (!history.isEmpty() && (history.getLast().sure() || history.size() >= Play.MOST_CALLS)) {
            return new Move.Answer(history.getLast().value());
        }
        Operation operation = QuestionTerms.operation(task.question());
        Optional<String> input = operation.isTwoStep() && !history.isEmpty() ? Optional.of(history.getLast().value()) : Optional.empty();
        return new Move.Call(history.size() % task.panel().experts().size(), task.panel().skillFor(operation), input);
    }
}

package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.Operation;
import dev.maestro.orchestra.world.Subject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the words of a question say, by terms written by hand from the wordings of training. */
public final class QuestionTerms {
    private static final Map<Operation, List<String>> TERMS = Map.of(
            Operation.READ, List.of("read", "label", "written", "printed", "text"),
            Operation.COUNT, List.of("how many", "count", "number of", "total"),
            Operation.LOCATE, List.of("where", "position", "which field", "locate", "place"),
            Operation.COMPUTE, List.of("twice", "add", "minus", "double", "plus"));
    /** Which wins at equal scores; computing is said with the words of reading, and counts more. */
    private static final List<Operation> ORDER = List.of(Operation.COMPUTE, Operation.COUNT, Operation.LOCATE, Operation.READ);
    private static final long COMPUTING = 2;

    private QuestionTerms() {}

    /** Terms that speak for an operation. */
    public static List<String> of(Operation operation) {
        return TERMS.getOrDefault(operation, List.of());
    }

    static Operation operation(String question) {
        Operation best = Operation.READ;
        long most = 0;
        for (Operation operation : ORDER) {
            long found = of(operation).stream().filter(question::contains).count();
            long score = operation == Operation.COMPUTE && found > 0 ? found + COMPUTING : found;
            if (score > most) {
                best = operation;
                most = score;
            }
        }
        return best;
    }

    static Optional<Subject> subject(String question) {
        return Subject.pictures().stream().filter(subject -> subject.nouns().stream().anyMatch(question::contains)).findFirst();
    }
}

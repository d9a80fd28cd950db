package dev.maestro.policy.baseline;

import dev.maestro.core.text.FinalAnswer;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells evidence that settles a question from evidence that says it cannot. */
final class InconclusiveEvidence {
    /** An answer longer than that explains something; then a phrase of doubt in it proves nothing. */
    private static final int LONGEST_ANSWER = 160;
    private static final Pattern PHRASE = Pattern.compile(
            "\\b(?:can(?:not|'t|\u2019t| not) (?:be )?(?:determined?|tell|told|say|said|read|seen?|answer(?:ed)?)|could(?: not|n't|n\u2019t) (?:be )?(?:determined?|tell|told|read|found|find|answer(?:ed)?)"
                    + "|unable to|not possible to|impossible to|(?:do|does)(?: not|n't|n\u2019t) know|not (?:sure|certain|enough information|visible|available|found|provided)"
                    + "|insufficient information|no (?:image|information|text) (?:is|was|were)?|undetermined|unknown|unclear|n/a)\\b",
            Pattern.CASE_INSENSITIVE);

    private InconclusiveEvidence() {}

    /** The newest evidence that settles something. */
    static Optional<Observation.Evidence> lastCertain(List<Transcript.Turn> turns) {
        return evidence(turns).reversed().stream().filter(e -> !unsure(FinalAnswer.of(e.text()))).findFirst();
    }

    static Optional<Observation.Evidence> last(List<Transcript.Turn> turns) {
        return evidence(turns).reversed().stream().filter(e -> !e.text().isBlank()).findFirst();
    }

    static boolean unsure(String answer) {
        return answer.isBlank() || (answer.length() <= LONGEST_ANSWER && PHRASE.matcher(answer).find());
    }

    private static List<Observation.Evidence> evidence(List<Transcript.Turn> turns) {
        return turns.stream()
                .map(Transcript.Turn::observation)
                .filter(Observation.Evidence.class::isInstance)
                .map(Observation.Evidence.class::cast)
                .toList();
    }
}

package dev.maestro.app.evaluation.report;

import dev.maestro.app.evaluation.report.Summary.Failure;
import dev.maestro.registry.evaluations.EvaluationStatus;
import dev.maestro.scoring.ReferenceScorer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether an evaluation's end is one that a script may go on from: nothing that was asked in vain is a success. */
public final class EvaluationVerdict {
    private EvaluationVerdict() {}

    /**
     * @param least accuracy by the evaluation's own scorer, 0 to 1, below which it fails; empty: any will do
     * @return one sentence why it failed; empty when it did not
     */
    public static Optional<String> failure(Summary s, OptionalDouble least) {
        Summary.Counts counts = s.counts();
        if (counts.samples() == 0) {
            return Optional
                    .of("no sample was taken in (" + number(counts.badRows(), "bad row", "bad rows") + " left out), so nothing was asked");
        }
        if (s.run().status() != EvaluationStatus.FINISHED || counts.done() < counts.attempts()) {
            return Optional
                    .of("the evaluation is " + s.run().status() + " with " + counts.done() + " of " + counts.attempts() + " results");
        }
        if (counts.unscored() > 0) {
            return Optional.of(number(counts.unscored(), "query", "queries") + " failed for want of a server and were not scored");
        }
        if (counts.answered() == 0) {
            return Optional.of("none of " + number(counts.done(), "query", "queries") + " was answered" + mostOften(s.failures()));
        }
        Estimate accuracy = s.run().scorer().equals(ReferenceScorer.NAME) ? s.accuracy().reference() : s.accuracy().strict();
        if (least.isPresent() && accuracy.share() < least.getAsDouble()) {
            return Optional.of(String.format(Locale.ROOT, "accuracy by the %s scorer is %.4f, below the %.4f asked for", s.run().scorer(),
                    accuracy.share(), least.getAsDouble()));
        }
        return Optional.empty();
    }

    private static String mostOften(List<Failure> failures) {
        return failures.isEmpty() ? "" : "; most often " + failures.getFirst().reason() + ", as in " + failures.getFirst().example();
    }

    private static String number(long n, String one, String more) {
        return String.format(Locale.ROOT, "%,d ", n) + (n == 1 ? one : more);
    }
}

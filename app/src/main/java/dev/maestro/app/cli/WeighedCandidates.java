package dev.maestro.app.cli;

import dev.maestro.core.Json;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.registry.history.QueryHistory.DecisionRow;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Prints the pairs of expert and skill that a decision chose among, one per line, best first. */
final class WeighedCandidates {
    private WeighedCandidates() {}

    /** How likely each pair was, for a policy that gives probabilities; else its score. */
    static List<String> of(DecisionRow decision) {
        boolean likely = decision.logProbability().isPresent();
        return Stream.of(Json.read(decision.candidates(), Candidate[].class))
                .map(candidate -> candidate.expert() + " with " + candidate.skill() + ", "
                        + (likely ? percent(candidate.score()) : score(candidate.score())))
                .toList();
    }

    private static String percent(double logProbability) {
        double percent = 100 * Math.exp(logProbability);
        return percent < 0.01 ? "below 0.01 %" : String.format(Locale.ROOT, percent < 1 ? "%.2f %%" : "%.1f %%", percent);
    }

    private static String score(double score) {
        return "score "
                + (score == Math.rint(score) ? String.format(Locale.ROOT, "%.0f", score) : String.format(Locale.ROOT, "%.2f", score));
    }
}

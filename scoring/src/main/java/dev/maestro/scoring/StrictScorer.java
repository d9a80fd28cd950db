package dev.maestro.scoring;

import dev.maestro.policy.Action;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Scores what the policy itself answered, and how it went about it, as two figures of their own.
 *
 * <p>An answer is right when it says the accepted one: the same number (with sign, unit, percent and rounding
 * understood), the same choice, the same words. Parts of words, lists of guesses and tags quoted from
 * an expert count for nothing. The form is judged by the recorded actions, not by the text.
 */
public final class StrictScorer implements Scorer {
    public static final String NAME = "strict";

    private static final Map<String, StrictComparison> SOURCES = Map.ofEntries(
            Map.entry("geometry3k", StrictComparison.GENERAL), Map.entry("tallyqa", StrictComparison.GENERAL),
            Map.entry("chartqa", StrictComparison.GENERAL),
            Map.entry("slake", StrictComparison.GENERAL), Map.entry("vstar", StrictComparison.GENERAL),
            Map.entry("zwz", StrictComparison.GENERAL),
            Map.entry("msearthmcq", StrictComparison.CHOICE), Map.entry("microvqa", StrictComparison.CHOICE),
            Map.entry("erqa", StrictComparison.LETTER), Map.entry("ocrbench", StrictComparison.CONTAINED),
            Map.entry("vlmsareblind", StrictComparison.VALUE));

    private final Weights weights;

    /**
     * What the total is made of.
     *
     * @param accuracy    for a right answer
     * @param format      for perfect form; smaller than {@code accuracy}, so that a right answer is never worth less than a wrong one
     * @param perCall     taken off for each call, 0 or more
     * @param perUnit     taken off for a million micros spent, 0 or more
     * @param noEvidence  taken off an answer that no expert's evidence stands behind, 0 or more
     */
    public record Weights(double accuracy, double format, double perCall, double perUnit, double noEvidence) {
        /** Form is worth a fifth of the answer; cost and evidence are left out. */
        public static final Weights DEFAULT = new Weights(1, 0.2, 0, 0, 0);

        public Weights {
            if (!(accuracy > format && format >= 0 && perCall >= 0 && perUnit >= 0 && noEvidence >= 0
                    && Double.isFinite(accuracy + perCall + perUnit + noEvidence))) {
                throw new IllegalArgumentException(
                        "weights " + accuracy + ", " + format + ", " + perCall + ", " + perUnit + ", " + noEvidence
                                + ": expected finite ones of 0 or more, accuracy above format");
            }
        }
    }

    public StrictScorer() {
        this(Weights.DEFAULT);
    }

    public StrictScorer(Weights weights) {
        this.weights = weights;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Sources with a comparison of their own; spelling does not matter ({@code VLMsAreBlind}, {@code vlms_are_blind}). */
    public static Set<String> sources() {
        return SOURCES.keySet();
    }

    /** Whether the source has a comparison of its own; the general one stands in for others, and the score says so. */
    public static boolean knows(String dataSource) {
        return SOURCES.containsKey(plain(dataSource));
    }

    private static String plain(String dataSource) {
        return dataSource.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    @Override
    public Score score(Sample sample) {
        StrictComparison own = SOURCES.get(plain(sample.dataSource()));
        StrictComparison comparison = own == null ? StrictComparison.GENERAL : own;
        Optional<String> answer = sample.answer().filter(a -> !a.isBlank());
        boolean right = answer.map(a -> comparison.right(a, sample.groundTruth())).orElse(false);
        double format = format(sample);
        double total = (right ? weights.accuracy : 0) + weights.format * format - weights.perCall * calls(sample)
                - weights.perUnit * (sample.costMicros() / 1e6) - (answer.isPresent() && !evidence(sample) ? weights.noEvidence : 0);
        return new Score(right ? 1 : 0, format, total, why(sample, answer, right, own != null));
    }

    /** Minus the share of turns that were no valid action; -1 without an answer. */
    private static double format(Sample sample) {
        if (sample.answer().filter(a -> !a.isBlank()).isEmpty()) {
            return -1;
        }
        long faults = sample.turns().stream()
                .filter(turn -> turn.action() instanceof Action.Invalid || turn.effect() == TurnEffect.REFUSED).count();
        return faults == 0 ? 0 : -(double) faults / sample.turns().size();
    }

    private static long calls(Sample sample) {
        return sample.turns().stream().filter(turn -> turn.action() instanceof Action.Call).count();
    }

    // Where the turns are not known, evidence may have been there.
    private static boolean evidence(Sample sample) {
        return sample.turns().isEmpty() || sample.turns().stream().anyMatch(turn -> turn.effect() == TurnEffect.EVIDENCE);
    }

    private static String why(Sample sample, Optional<String> answer, boolean right, boolean known) {
        String accepted = QuotedText.brief(String.join(" | ", sample.groundTruth()));
        String said = answer.map(a -> "\"" + QuotedText.brief(a) + "\" " + (right ? "says" : "does not say") + " \"" + accepted + "\"")
                .orElse("no answer was given; accepted is \"" + accepted + "\"");
        return known
                ? said
                : said + "; source \"" + QuotedText.brief(sample.dataSource())
                        + "\" has no comparison of its own, the general one was used";
    }
}

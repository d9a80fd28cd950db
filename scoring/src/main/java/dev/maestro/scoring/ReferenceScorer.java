package dev.maestro.scoring;

import dev.maestro.routing.terms.NameResolver;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reference system's reward, bit for bit: the source's comparison, as lenient and as surprising as
 * it is there, plus a format penalty. Names of models and skills are those of one registry revision.
 */
public final class ReferenceScorer implements Scorer {
    public static final String NAME = "reference";

    private static final Map<String, TaggedScore> TAGGED = Map.of(
            "chartqa", TaggedScore.CHART, "msearthmcq", TaggedScore.CHOICE, "microvqa", TaggedScore.CHOICE,
            "slake", TaggedScore.SLAKE, "vstar", TaggedScore.VSTAR, "zwz", TaggedScore.ZWZ);
    private static final List<String> MATH = List.of("geometry3k", "tallyqa");

    private final FormatScore format;

    /** @param names of the {@code reference} profile */
    public ReferenceScorer(NameResolver names) {
        this.format = new FormatScore(names);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Score score(Sample sample) {
        Task task = task(sample);
        Optional<String> fault = format.fault(sample.trajectory());
        double penalty = fault.isPresent() ? -1 : 0;
        return new Score(task.score() > 0 ? 1 : 0, penalty, task.score() + penalty, task.why() + fault.map(f -> "; form: " + f).orElse(""));
    }

    private record Task(double score, String why) {
        static Task of(boolean right, double wrong, String why) {
            return new Task(right ? 1 : wrong, why);
        }
    }

    private static Task task(Sample sample) {
        String trajectory = sample.trajectory();
        List<String> truth = sample.groundTruth();
        if (MATH.contains(sample.dataSource())) {
            String target = truth.isEmpty() ? "" : truth.getFirst();
            String said = MathScore.prediction(trajectory).orElse("");
            return Task.of(MathScore.right(trajectory, target), 0, compared(said, target, "as mathematics"));
        }
        TaggedScore comparison = TAGGED.get(sample.dataSource());
        if (comparison == null) {
            return other(sample);
        }
        if (!trajectory.contains("<answer>") || !trajectory.contains("</answer>")) {
            return new Task(0, "no answer tags");
        }
        String said = TaggedAnswer.in(trajectory);
        if (said.isEmpty()) {
            return new Task(0, "an empty answer");
        }
        return Task.of(comparison.right(said, truth), 0,
                compared(said, String.join(" | ", truth), "as " + comparison.name().toLowerCase(java.util.Locale.ROOT)));
    }

    /** The default comparison: it takes a text for its truth, and never a list for right. */
    private static Task other(Sample sample) {
        String why = "the reference has no comparison for source \"" + QuotedText.brief(sample.dataSource()) + "\"";
        if (!sample.textTruth() || sample.groundTruth().size() != 1) {
            return new Task(-1, why);
        }
        return Task.of(BoxedScore.right(sample.trajectory(), sample.groundTruth().getFirst()), -1, why + "; its last box was compared");
    }

    private static String compared(String said, String truth, String how) {
        return "\"" + QuotedText.brief(said) + "\" with \"" + QuotedText.brief(truth) + "\" " + how;
    }
}

package dev.maestro.policy.baseline;

import dev.maestro.core.CallContext;
import dev.maestro.core.text.FinalAnswer;
import dev.maestro.policy.Action;
import dev.maestro.policy.Policy;
import dev.maestro.policy.PolicyErrors;
import dev.maestro.policy.PolicyOutcome;
import dev.maestro.policy.PolicyOutcome.Candidate;
import dev.maestro.policy.PolicyOutcome.Decided;
import dev.maestro.policy.PolicyOutcome.Failure;
import dev.maestro.policy.PolicyOutcome.Usage;
import dev.maestro.policy.Transcript;
import dev.maestro.policy.Transcript.Observation;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The baseline, which needs no model: what a learned policy must beat. It knows the registry's rows and
 * nothing else, so a skill or expert added by a migration can be chosen without a change here.
 *
 * <p>It calls the skill whose terms fit the question and the images best, with the expert listed first
 * for it; tries the next when a call is refused, fails, or the expert could not tell; and answers with
 * the last line of the evidence. Without any evidence it never answers: then the outcome is
 * {@link Failure} of kind {@code NOT_ABLE} (experts looked and could not tell) or {@code NO_EXPERT}
 * (none could be asked), neither of which is worth a retry.
 */
public final class RulesPolicy implements Policy {
    public static final String NAME = "rules";
    /** Counted up when the same registry would be judged otherwise. */
    private static final String VERSION = "rules/1";

    private final CandidateCalls choices = new CandidateCalls();

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public boolean seesImages() {
        return false;
    }

    @Override
    public PolicyOutcome next(Transcript transcript, CallContext context) {
        List<CandidateCall> left = choices.left(transcript);
        Optional<Observation.Evidence> told = InconclusiveEvidence.lastCertain(transcript.turns());
        boolean mayCall = transcript.turnsLeft() > 1 && !left.isEmpty();
        if (told.isPresent()) {
            return answer(told.get(), left, "the evidence settles it");
        }
        if (mayCall) {
            return call(transcript, left);
        }
        return InconclusiveEvidence.last(transcript.turns())
                .map(evidence -> answer(evidence, left, "nobody else can be asked, and this is what was said last"))
                .orElseGet(() -> failure(transcript, left));
    }

    private static PolicyOutcome call(Transcript transcript, List<CandidateCall> left) {
        CandidateCall best = left.getFirst();
        Action.Call call = new Action.Call(best.expert(), best.skill(), transcript.question().strip());
        String text = "<search>" + call.expert() + "@@" + call.skill() + ": " + call.input() + "</search>";
        return new Decided(text, call, OptionalDouble.empty(), candidates(left), best.why(), Usage.NONE);
    }

    private static PolicyOutcome answer(Observation.Evidence evidence, List<CandidateCall> left, String why) {
        String answer = FinalAnswer.of(evidence.text());
        return new Decided("<answer>" + answer + "</answer>", new Action.Answer(answer), OptionalDouble.empty(), candidates(left),
                evidence.expert() + " with " + evidence.leaf() + ": " + why, Usage.NONE);
    }

    private static PolicyOutcome failure(Transcript transcript, List<CandidateCall> left) {
        boolean looked = transcript.turns().stream()
                .anyMatch(t -> t.observation() instanceof Observation.Failed failed && failed.failure().contains("NOT_ABLE"));
        String tried = transcript.turns().isEmpty()
                ? "nobody"
                : String.join("; ", transcript.turns().stream().map(RulesPolicy::sentence).toList());
        String end = left.isEmpty() ? "no other expert is enabled and reachable for a skill that fits" : "no turn is left for another";
        return new Failure(looked ? PolicyErrors.POLICY_NOT_ABLE : PolicyErrors.POLICY_NO_EXPERT,
                (looked ? "no expert could tell" : "no expert could be asked") + "; tried: " + tried + "; " + end
                        + ". List experts with: maestro experts list; start one, or retry the query with more turns.",
                Optional.empty());
    }

    private static String sentence(Transcript.Turn turn) {
        String what = turn.action() instanceof Action.Call(String expert, String skill, _) ? expert + "@@" + skill : "no call";
        return what + switch (turn.observation()) {
            case Observation.Evidence _ -> " replied";
            case Observation.Refused refused -> " was refused (" + refused.code() + ")";
            case Observation.Failed failed -> " failed (" + failed.failure() + ")";
        };
    }

    private static List<Candidate> candidates(List<CandidateCall> choices) {
        return choices.stream().map(c -> new Candidate(c.expert(), c.skill(), c.score())).toList();
    }
}

package dev.maestro.training.questions;

import dev.maestro.core.errors.FailureKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.policylocal.DrawnTokens;
import dev.maestro.policylocal.DrawnTokens.Drawn;
import dev.maestro.registry.evaluations.SampleResult;
import dev.maestro.registry.evaluations.SampleResult.Score;
import dev.maestro.training.questions.AskedQuestion.Attempt;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.DecisionKind;
import dev.maestro.training.record.Ending;
import dev.maestro.training.record.Rollout;
import dev.maestro.training.record.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the record says about queries, as what is learned from. */
final class RecordedRollouts {
    private static final double MICROS = 1e6;
    /** Failures of a query that the policy brought upon itself; any other was not its doing. */
    private static final String OUT_OF_TURNS = "TURNS_EXHAUSTED";
    private static final Set<String> OUT_OF_MEANS = Set.of("BUDGET_EXCEEDED");
    /** Of an expert: it looked and could not tell, or was asked what it cannot take. Choosing it was wrong. */
    private static final Set<FailureKind> CHOSEN_WRONGLY = Set.of(FailureKind.NOT_ABLE, FailureKind.BAD_REQUEST);

    private RecordedRollouts() {}

    /**
     * @param group  names the group
     * @param policy version of the weights that drew
     * @return attempts that were decided at least once; others say nothing, and count as failed
     */
    static List<Rollout> of(AskedQuestion asked, String group, String policy, QuestionSettings settings) {
        List<Rollout> rollouts = new ArrayList<>();
        for (Attempt attempt : asked.attempts()) {
            List<Trajectory> turns = new ArrayList<>();
            double reward = reward(attempt.result(), settings);
            Ending ending = ending(attempt.result());
            for (DrawnTokens turn : attempt.turns()) {
                int[] response = turn.tokens().stream().mapToInt(Drawn::id).toArray();
                turns.add(
                        new Trajectory(group + "/" + attempt.result().attempt() + "/" + (turns.size() + 1), group, turn.prompt(), response,
                                decisions(turn), reward, ending, turn.temperature(), policy));
            }
            if (!turns.isEmpty()) {
                rollouts.add(new Rollout(turns));
            }
        }
        return rollouts;
    }

    private static List<Decision> decisions(DrawnTokens turn) {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 0; i < turn.tokens().size(); i++) {
            Drawn token = turn.tokens().get(i);
            if (!token.forced()) {
                // Rounding may bring a sure choice a little above 0.
                decisions.add(new Decision(i, token.allowed(), token.id(), Math.min(0, token.logProbability()), kind(token), true));
            }
        }
        return decisions;
    }

    private static DecisionKind kind(Drawn token) {
        return switch (token.part()) {
            case GO_ON -> DecisionKind.GO_ON;
            case EXPERT -> DecisionKind.EXPERT;
            case SKILL -> DecisionKind.SKILL;
            case INPUT -> DecisionKind.INPUT;
            case ANSWER, THOUGHT -> DecisionKind.TEXT;
        };
    }

    /** The scorer's total less what calls and money cost; 0 where the scorer has nothing to say. */
    static double reward(SampleResult result, QuestionSettings settings) {
        Optional<Score> score = settings.scorer().equals("strict") ? result.strict() : result.reference();
        return score.map(Score::total).orElse(0.0) - settings.callFee() * result.calls().size()
                - settings.priceWeight() * result.costMicros() / MICROS;
    }

    static Ending ending(SampleResult result) {
        if (result.calls().stream().anyMatch(call -> isInfrastructure(call.code()))) {
            return Ending.INFRASTRUCTURE;
        }
        if (result.status() == QueryStatus.ANSWERED) {
            return Ending.FINISHED;
        }
        if (result.reason().equals(OUT_OF_TURNS)) {
            return Ending.OUT_OF_TURNS;
        }
        return OUT_OF_MEANS.contains(result.reason()) ? Ending.OUT_OF_TOKENS : Ending.INFRASTRUCTURE;
    }

    /** A code of a failure family, e.g. {@code EXPERT_TIMED_OUT} or {@code TIMED_OUT}; refusals by the rules are none. */
    private static boolean isInfrastructure(String code) {
        for (FailureKind kind : FailureKind.values()) {
            if ((code.equals(kind.name()) || code.equals("EXPERT_" + kind.name())) && !CHOSEN_WRONGLY.contains(kind)) {
                return true;
            }
        }
        return code.startsWith("SANDBOX_");
    }
}

package dev.maestro.activities;

import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import dev.maestro.rules.Verdict;
import dev.maestro.skills.PlanOutcome;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Optional;

/** The short effects of a query: pin, judge, observe, note, finish. Run as local activities. */
@ActivityInterface
public interface QueryActivities {
    /** Records the query before it is pinned, where that may take a while: who can pin it may not be there yet. */
    @ActivityMethod(name = "Accept")
    void accept(QueryRow query);

    /** Records the query and what it is pinned to. On a retry it returns the first pin and the turns that are over. */
    @ActivityMethod(name = "Pin")
    Pinned pin(PinRequest request);

    /** Asks the rules about the call that a turn decided on. Records nothing: {@link #observe} records the verdict. */
    @ActivityMethod(name = "Rules")
    Ruling judge(JudgeRequest request);

    /** Records a turn's verdict and observation; ends the turn. */
    @ActivityMethod(name = "Observe")
    Observed observe(ObserveRequest request);

    /** Records a life-cycle event: paused, resumed, approved, cancelled. */
    @ActivityMethod(name = "Note")
    void note(NoteRequest request);

    /** Records how the query's run ended and returns its totals. */
    @ActivityMethod(name = "Finish")
    Totals finish(OutcomeRow outcome);

    record PinRequest(QueryRow query, int run) {}

    /**
     * @param past        turns that are over, in order: not empty only on a retry
     * @param policyLocal whether a decision is expected to be short
     */
    record Pinned(
            long registryRevision, String ruleSet, String profile, String policy, String policyVersion,
            boolean policyLocal, List<PastTurn> past) {
        public Pinned {
            past = List.copyOf(past);
        }
    }

    /** @param call canonical {@code expert@@skill:input}; empty when the turn made no call that gave evidence */
    record PastTurn(int turn, String call, String leaf) {}

    /**
     * @param approved names that a person approved for this query
     * @param earlierCalls canonical calls of the turns before
     */
    record JudgeRequest(
            String queryId, int turn, long registryRevision, String profile, String question, int imageCount,
            String expert, String skill, String input, List<String> earlierCalls, List<String> approved) {
        public JudgeRequest {
            earlierCalls = List.copyOf(earlierCalls);
            approved = List.copyOf(approved);
        }
    }

    /**
     * @param verdict of the rules
     * @param outcome how the plan ended; empty when nothing was run
     * @param refusal why nothing was run, other than by the rules: the text held no action, or a person said no
     */
    record ObserveRequest(
            String queryId, int turn, String expert, String skill, String leaf,
            Optional<Verdict> verdict, Optional<PlanEnd> outcome, Optional<Refusal> refusal) {}

    record Refusal(String code, String reason) {}

    /** A {@link PlanOutcome} as it travels. */
    record PlanEnd(boolean observed, String call, int maxChars, String keep, String failure, String message) {
        public static PlanEnd of(PlanOutcome outcome) {
            return switch (outcome) {
                case PlanOutcome.Observed(var call, var cut) -> new PlanEnd(true, call, cut.maxChars(), cut.keep(), "", "");
                case PlanOutcome.Failed(var step) -> new PlanEnd(false, step.call(), 0, "", step.failure(), step.message());
            };
        }
    }

    /**
     * @param kind    {@code evidence}, {@code refused} or {@code failed}
     * @param preview beginning of the observation, at most 160 characters
     */
    record Observed(String kind, String preview) {}

    record NoteRequest(String queryId, String kind, String detail) {}

    record Totals(int steps, long tokens, long costMicros, List<String> experts, List<String> leaves) {
        public Totals {
            experts = List.copyOf(experts);
            leaves = List.copyOf(leaves);
        }
    }
}

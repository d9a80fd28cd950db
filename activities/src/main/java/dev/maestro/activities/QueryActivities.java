package dev.maestro.activities;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.maestro.core.query.CanonicalCall;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.OutcomeRow;
import dev.maestro.registry.history.QueryHistory.QueryRow;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The short effects of a query: pin, judge, observe, note, finish. They run as local activities. */
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
            long registryRevision, String ruleSet, Profile profile, String policy, String policyVersion,
            boolean policyLocal, List<PastTurn> past) {
        public Pinned {
            past = List.copyOf(past);
        }
    }

    /** @param call empty when the turn made no call that gave evidence */
    record PastTurn(int turn, Optional<CanonicalCall> call, String leaf) {
        /** Histories of earlier builds have an empty text for none. */
        @JsonCreator
        static PastTurn read(@JsonProperty("turn") int turn, @JsonProperty("call") @Nullable String call,
                @JsonProperty("leaf") String leaf) {
            return new PastTurn(turn, Optional.ofNullable(call).filter(written -> !written.isEmpty()).map(CanonicalCall::parse), leaf);
        }
    }

    /**
     * @param approved names that a person approved for this query
     * @param earlierCalls canonical calls of the turns before
     */
    record JudgeRequest(
            String queryId, int turn, long registryRevision, Profile profile, String question, int imageCount,
            String expert, String skill, String input, List<CanonicalCall> earlierCalls, List<String> approved) {
        public JudgeRequest {
            earlierCalls = List.copyOf(earlierCalls);
            approved = List.copyOf(approved);
        }
    }

    record ObserveRequest(String queryId, int turn, TurnEnd end) {}

    /**
     * @param preview beginning of the observation, at most 160 characters
     */
    record Observed(ObservationKind kind, String preview) {}

    record NoteRequest(String queryId, EventKind kind, String detail) {}

    record Totals(int steps, long tokens, long costMicros, List<String> experts, List<String> leaves) {
        public Totals {
            experts = List.copyOf(experts);
            leaves = List.copyOf(leaves);
        }
    }
}

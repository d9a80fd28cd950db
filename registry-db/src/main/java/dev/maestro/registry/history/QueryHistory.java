package dev.maestro.registry.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.maestro.core.ContentHash;
import dev.maestro.core.query.CallId;
import dev.maestro.core.query.EventKind;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.query.StepKey;
import dev.maestro.core.query.StepKind;
import dev.maestro.core.query.TurnKey;
import dev.maestro.core.registry.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The append-only record of queries. Every {@code record…} method is idempotent by key: the first
 * record under a key stands, a second call returns what stands. Thread-safe.
 *
 * <p>Database failures surface as {@link dev.maestro.registry.database.DatabaseUnavailableException} (retryable) or, for a
 * violated constraint, as {@code DATABASE_REFUSED} that names it.
 */
public interface QueryHistory {
    /** Records an accepted query, once. */
    QueryRow accept(QueryRow query);

    /** Empty for a query that was never accepted. */
    Optional<QueryRow> query(String queryId);

    /** Records that an ended query runs again, with these limits, once per run. */
    void retried(String queryId, int run, Limits limits, Instant at);

    /** Number of the query's newest run: 0 unless it was retried. */
    int newestRun(String queryId);

    /** Newest first; {@code status} empty for all. */
    List<QuerySummary> list(int limit, Optional<QueryStatus> status);

    /** Records what a query is pinned to, once; a retry keeps the first pin. */
    PinRow pin(PinRow pin);

    /** Empty until the query is pinned. */
    Optional<PinRow> pinOf(String queryId);

    /** Whether a query that has not ended is pinned to this version of a policy. */
    boolean isAnyOpenPinnedTo(String policyVersion);

    /** {@link #accept} and {@link #pin} in one transaction: how a query begins. */
    PinRow acceptAndPin(QueryRow query, PinRow pin);

    /** The recorded turn, if the decision was made before. */
    Optional<DecisionRow> decision(String queryId, int turn);

    /** Records what the policy chose in a turn, once. */
    DecisionRow recordDecision(DecisionRow decision);

    /**
     * {@link #recordDecision(DecisionRow)} with what was drawn token by token, in one transaction.
     *
     * @param generation as JSON
     */
    DecisionRow recordDecision(DecisionRow decision, String generation);

    /** What was drawn in a turn, as JSON; empty where it was not recorded. */
    Optional<String> generation(String queryId, int turn);

    /** Verdict trace and observation of a turn; ends it. */
    ObservationRow recordObservation(ObservationRow observation);

    /** Decisions with the observations that ended them, in order of turn; an unfinished last turn has no observation. */
    List<Turn> turns(String queryId);

    /** The successful result recorded under the key, if there is one. */
    Optional<StepRow> step(StepKey key);

    /** Successful steps of one turn, in order of recording. */
    List<StepRow> steps(String queryId, int turn);

    /** Records a step that succeeded, together with its settlement in the ledger, in one transaction. */
    StepRow recordStep(StepRow step);

    /** Records an attempt that failed; several may stand for one key. */
    void recordFailure(FailureRow failure);

    /**
     * Codes of the recorded failures of an expert, or of a policy under its own key, at one step of the query's newest run. An attempt
     * that died with its worker left none.
     */
    List<String> failures(StepKey key, String expert);

    /** Whether a reply of this expert is on record. */
    boolean hasReplied(String expert);

    /** Whether a decision of a policy of this name is on record. */
    boolean hasDecided(String policy);

    /** Records how a query's run ended, once per run number; the newest is the query's status. */
    OutcomeRow finish(OutcomeRow outcome);

    /** Of the newest run that ended; empty while the first one goes on. */
    Optional<OutcomeRow> outcome(String queryId);

    /** What the query has used so far, all its runs together. */
    Totals totals(String queryId);

    /** Free-form life-cycle events in order: paused, resumed, approved, cancelled, retried. */
    void recordEvent(EventRow event);

    /** Everything about one query, for {@code history show}. */
    Optional<Audit> audit(String queryId);

    /** Median latency in ms of the last successful steps of an expert; empty without enough of them (5). */
    Optional<Long> recentLatencyMs(String expert);

    /**
     * @param id         chosen by the submitter, 1 to 64 letters, digits, {@code -}, {@code _}
     * @param images     content hashes of the ingested images, in order
     * @param acceptedAt the submitter's time
     */
    record QueryRow(String id, String question, List<ContentHash> images, Profile profile, String policy, Limits limits,
            Instant acceptedAt) {
        public QueryRow {
            images = List.copyOf(images);
        }
    }

    /**
     * @param turns  policy decisions
     * @param tokens policy and expert tokens together
     * @param micros money
     * @param wallMs wall-clock time of the whole query, waiting for people not counted
     */
    record Limits(int turns, long tokens, long micros, long wallMs) {
        public static final Limits DEFAULT = new Limits(5, 200_000, 1_000_000, 1_800_000);
    }

    record QuerySummary(String id, String question, QueryStatus status, Optional<String> answer, Instant acceptedAt,
            Optional<Instant> finishedAt, long registryRevision) {}

    /** @param ruleSet identity of the compiled rules: registry revision and the hash of the built-in rules */
    record PinRow(String queryId, long registryRevision, String ruleSet, Profile profile, String policy, String policyVersion) {}

    /**
     * @param text       as later turns read it
     * @param action     the parsed action as JSON
     * @param candidates as JSON list
     * @param written    everything the policy wrote, where {@code text} leaves some of it out
     */
    record DecisionRow(
            TurnKey key, String queryId, int turn, String text, String action, Optional<Double> logProbability, String candidates,
            String why, long inputTokens, long outputTokens, long costMicros, long latencyMs, int attempt, Instant at,
            Optional<String> written) {}

    /**
     * @param verdict     the rules' verdict with its trace as JSON; empty JSON object for an invalid action
     * @param observation the policy's observation as JSON
     */
    record ObservationRow(TurnKey key, String queryId, int turn, String verdict, String observation, Instant at) {}

    record Turn(DecisionRow decision, Optional<ObservationRow> observation) {}

    /**
     * @param call        which effect of the plan
     * @param leaf        whose plan the step belongs to; {@code skill} in the record
     * @param asked       the expert first asked; empty for a step that asks nobody
     * @param expert      the expert that replied; differs from {@code asked} after a fallback
     * @param request     what was sent, as JSON without image bytes (images by hash); long ones by hash
     * @param reply       the reply's text; long ones by hash
     * @param value       short value for branching
     * @param result      parsed result as JSON
     * @param images      images the step made (crops, boxed images)
     * @param attempt     number of the attempt that succeeded, from 1, fallbacks counted
     */
    record StepRow(
            StepKey key, String queryId, int turn, CallId call, StepKind kind, @JsonProperty("skill") String leaf, String asked,
            String expert,
            Stored request, Stored reply, String value, String result, List<ContentHash> images,
            long inputTokens, long outputTokens, long costMicros, long latencyMs, int attempt, boolean cached, Instant startedAt,
            Instant at) {
        public StepRow {
            images = List.copyOf(images);
        }
    }

    /** A text in the row itself, or, when long, in an artifact. */
    record Stored(Optional<String> text, Optional<ContentHash> hash) {
        public static final Stored EMPTY = new Stored(Optional.of(""), Optional.empty());
    }

    record FailureRow(StepKey key, String queryId, int turn, CallId call, String expert, String failure, String message, int status,
            int attempt, long latencyMs, Instant at) {}

    /**
     * @param status one of the three that end a run
     * @param reason failure code, empty when answered
     */
    record OutcomeRow(String queryId, int run, QueryStatus status, Optional<String> answer, String reason, String message, Instant at) {}

    /**
     * @param experts experts that replied, in order of their first reply, each once
     * @param leaves  skills whose steps were recorded, in order, each once
     */
    record Totals(int steps, long tokens, long costMicros, List<String> experts, List<String> leaves) {
        public Totals {
            experts = List.copyOf(experts);
            leaves = List.copyOf(leaves);
        }
    }

    record EventRow(String queryId, EventKind kind, String detail, Instant at) {}

    record Audit(
            QueryRow query, Optional<PinRow> pin, List<Turn> turns, List<StepRow> steps, List<FailureRow> failures,
            List<Ledger.Entry> ledger, List<EventRow> events, List<OutcomeRow> outcomes) {}
}

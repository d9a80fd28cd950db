package dev.maestro.registry.evaluations;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.ObservationKind;
import dev.maestro.core.query.QueryStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of one attempt at one sample: everything that reports are made of, one line of
 * {@code samples.jsonl}.
 *
 * @param index        of the sample in the data set, from 0
 * @param attempt      from 1
 * @param sampleId     the data set's own id
 * @param dataSource   e.g. {@code chartqa}
 * @param status       how its query ended
 * @param answer       the policy's answer; empty unless answered
 * @param reason       failure code, e.g. {@code TURNS_EXHAUSTED}; empty when answered
 * @param message      of the failure, for people
 * @param reference    the reference system's score; empty when it has none for the data source
 * @param strict       the strict score; likewise
 * @param right        what the evaluation's own scorer says; false when it has no score
 * @param calls        what the policy called, in order of turns; refused calls too
 * @param turns        decisions
 * @param steps        recorded steps
 * @param costMicros   policy and experts together
 * @param latencyMs    from the query's acceptance to its end, waiting in the queue not counted
 * @param queueMs      from its submission to its acceptance
 * @param policyMs     sum over its decisions
 * @param expertMs     sum over its steps; those that ran at the same time each count
 * @param acceptedAt   when it was accepted
 * @param run          of the query that this is the result of; one with a greater number has taken the place of what earlier runs
 *                     brought
 * @param unscored     whether the query failed for want of a server: then it has no scores and counts neither as right nor wrong
 */
public record SampleResult(
        String evaluation, long index, int attempt, String sampleId, String dataSource, String question, List<ContentHash> images,
        List<String> groundTruth,
        String queryId, QueryStatus status, Optional<String> answer, String reason, String message,
        Optional<Score> reference, Optional<Score> strict, boolean right,
        List<Call> calls, int turns, int steps,
        long policyInputTokens, long policyOutputTokens, long expertInputTokens, long expertOutputTokens, long costMicros,
        long latencyMs, long queueMs, long policyMs, long expertMs,
        long registryRevision, String policyVersion, Instant acceptedAt, Instant endedAt, int run, boolean unscored) {
    public SampleResult {
        images = List.copyOf(images);
        groundTruth = List.copyOf(groundTruth);
        calls = List.copyOf(calls);
    }

    /** A result of a query's first run that was scored. */
    public SampleResult(
            String evaluation, long index, int attempt, String sampleId, String dataSource, String question, List<ContentHash> images,
            List<String> groundTruth,
            String queryId, QueryStatus status, Optional<String> answer, String reason, String message,
            Optional<Score> reference, Optional<Score> strict, boolean right,
            List<Call> calls, int turns, int steps,
            long policyInputTokens, long policyOutputTokens, long expertInputTokens, long expertOutputTokens, long costMicros,
            long latencyMs, long queueMs, long policyMs, long expertMs,
            long registryRevision, String policyVersion, Instant acceptedAt, Instant endedAt) {
        this(evaluation, index, attempt, sampleId, dataSource, question, images, groundTruth, queryId, status, answer, reason, message,
                reference, strict, right, calls, turns, steps, policyInputTokens, policyOutputTokens, expertInputTokens, expertOutputTokens,
                costMicros, latencyMs, queueMs, policyMs, expertMs, registryRevision, policyVersion, acceptedAt, endedAt, 0, false);
    }

    /**
     * @param accuracy 1 right, 0 wrong
     * @param format   0 well formed, -1 not
     * @param total    the reward
     * @param why      one sentence: what was compared with what
     */
    public record Score(double accuracy, double format, double total, String why) {}

    /**
     * One call of the policy.
     *
     * @param expert  canonical name of who was called; as written when the call was refused
     * @param skill   canonical Level-1 skill; likewise
     * @param leaf    the Level-2 skill that ran; empty when the call was refused
     * @param outcome what the policy was told
     * @param code    of the refusal or failure; empty with evidence
     * @param replied experts whose replies were recorded during the call, services included, each once
     * @param steps   recorded steps
     * @param tokens  of its steps, input and output
     */
    public record Call(
            int turn, String expert, String skill, String leaf, ObservationKind outcome, String code, List<String> replied,
            int steps, long tokens, long costMicros, long latencyMs) {
        public Call {
            replied = List.copyOf(replied);
        }
    }

    /** Leaves that ran, in order, each once. */
    public List<String> leaves() {
        return calls.stream().map(Call::leaf).filter(leaf -> !leaf.isEmpty()).distinct().toList();
    }

    /** Experts that were called and not refused, in order, each once. */
    public List<String> experts() {
        return calls.stream().filter(call -> !call.leaf().isEmpty()).map(Call::expert).distinct().toList();
    }

    public long tokens() {
        return policyInputTokens + policyOutputTokens + expertInputTokens + expertOutputTokens;
    }
}

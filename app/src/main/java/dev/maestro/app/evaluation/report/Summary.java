package dev.maestro.app.evaluation.report;

import dev.maestro.core.ContentHash;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.evaluations.EvaluationStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an evaluation found; {@code summary.json} is this record. Shares are 0 to 1, times milliseconds,
 * money micros.
 *
 * @param run      what was asked, and how
 * @param counts   how much of it is done
 * @param accuracy by the reference system's scores, by strict ones, and the mean over sources of the counting scorer
 * @param sources  by data source, in order of name
 * @param skills   by Level-1 skill; likewise leaves and experts, most called first
 * @param passAtK  chance that one of k attempts is right; empty for one attempt
 * @param failures by reason, most frequent first
 * @param worst    cases worth a look
 */
public record Summary(
        Run run, Counts counts, Accuracy accuracy, List<Source> sources, List<Group> skills, List<Group> leaves, List<Group> experts,
        List<PassAtK> passAtK, Latency latency, Spending spending, List<Failure> failures, Routing routing, List<Case> worst) {
    public Summary {
        sources = List.copyOf(sources);
        skills = List.copyOf(skills);
        leaves = List.copyOf(leaves);
        experts = List.copyOf(experts);
        passAtK = List.copyOf(passAtK);
        failures = List.copyOf(failures);
        worst = List.copyOf(worst);
    }

    /** The conditions of the run. */
    public record Run(
            String name, EvaluationStatus status, String data, String dataHash, Profile profile, String policy, List<String> policyVersions,
            long registryRevision,
            List<String> experts, int attempts, double temperature, long seed, String scorer, int concurrency, Optional<String> replayOf,
            Instant createdAt) {}

    /**
     * @param samples   rows that can be asked
     * @param badRows   rows that cannot
     * @param done      attempts with a result
     * @param answered  of these
     * @param failed    of these
     * @param cancelled of these
     * @param unscored  of the failed: for want of a server, so that nothing was scored
     * @param replaced  earlier results whose query ran again
     */
    public record Counts(long samples, long badRows, long attempts, long done, long answered, long failed, long cancelled, long unscored,
            long replaced) {}

    /**
     * @param reference   right by the reference system's scores, of the samples it can score
     * @param strict      right by the strict scores
     * @param format      well formed by the reference system's rules
     * @param meanOfSources unweighted mean over data sources by the scorer that counts: the figure benchmarks publish
     * @param scorersDisagree attempts that the two scorers judge differently
     */
    public record Accuracy(Estimate reference, Estimate strict, Estimate format, double meanOfSources, long scorersDisagree) {}

    /** @param unscored attempts without a reference score: the reference system has no rule for the source */
    public record Source(String dataSource, Estimate reference, Estimate strict, Estimate answered, long unscored, double meanLatencyMs,
            double meanCostMicros) {}

    /**
     * A skill, a leaf or an expert.
     *
     * @param calls     of the policy
     * @param share     of all calls
     * @param refused   calls that the rules refused
     * @param failed    calls that ended in an infrastructure failure
     * @param right     of the attempts in which it gave evidence
     */
    public record Group(String name, long calls, double share, long refused, long failed, Estimate right, double meanLatencyMs,
            double meanTokens, double meanCostMicros) {}

    /** @param chance unbiased: 1 - C(n-c, k)/C(n, k), mean over samples (Chen et al. 2021) */
    public record PassAtK(int k, double chance, long samples) {}

    /**
     * From acceptance to the last record, waiting in the queue not counted.
     *
     * @param meanQueueMs how long attempts waited before they were accepted
     * @param bars        how the attempts are spread, on a logarithmic scale
     */
    public record Latency(double meanMs, long p50Ms, long p95Ms, long p99Ms, long maxMs, double meanQueueMs, double meanPolicyMs,
            double meanExpertMs, List<Bar> bars) {
        /** Attempts from {@code fromMs} to below {@code toMs}. */
        public record Bar(long fromMs, long toMs, long attempts) {}
    }

    /** Sums over the run, and means of an attempt. */
    public record Spending(
            long calls, double meanCalls, double meanTurns, long steps, long policyInputTokens, long policyOutputTokens,
            long expertInputTokens, long expertOutputTokens,
            double meanTokens, long costMicros, double meanCostMicros) {}

    /** @param example a query that failed so */
    public record Failure(String reason, long attempts, double share, String example) {}

    /**
     * How calls spread.
     *
     * @param pairs         by expert and skill, most called first
     * @param expertEntropy bits; 0: always the same one
     * @param evenness      entropy of the pairs over that of an even spread; 0 to 1
     */
    public record Routing(List<Pair> pairs, double expertEntropy, double skillEntropy, double pairEntropy, double evenness) {
        public record Pair(String expert, String skill, long calls, double share) {}
    }

    /** @param why why it stands here, for people */
    public record Case(
            String why, String queryId, String sampleId, String dataSource, String question, List<ContentHash> images,
            List<String> groundTruth, Optional<String> answer,
            String reason, String message, String verdict, List<String> calls, long latencyMs, long costMicros) {}
}

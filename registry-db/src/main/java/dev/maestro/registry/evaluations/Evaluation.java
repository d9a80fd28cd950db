package dev.maestro.registry.evaluations;

import dev.maestro.core.ContentHash;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A data set and the conditions under which all of it is asked. Never changes once it stands.
 *
 * @param name             1 to 40 letters, digits, {@code -}, {@code _}
 * @param data             where the samples come from, as it was given
 * @param dataHash         SHA-256 of the file that lists the samples: tells whether two evaluations asked the same
 * @param registryRevision that every query is pinned to
 * @param experts          the only experts that may be called; empty: all of the registry. Services of a plan (text,
 *                         detection) are not concerned
 * @param attempts         queries per sample, 1 to 64
 * @param temperature      of the policy; 0: greedy
 * @param seed             of what is random in a policy's choice
 * @param scorer           whose verdict counts: {@code reference} or {@code strict}; both are recorded
 * @param limits           of each query
 * @param mostSamples      taken in at most; 0: all
 * @param concurrency      queries at the same time, 1 to 500
 * @param replay           the evaluation whose replies are used again, if it is a counterfactual replay
 */
public record Evaluation(
        String name, String data, String dataHash, Profile profile, String policy, long registryRevision, List<String> experts,
        int attempts,
        double temperature, long seed, String scorer, Limits limits, long mostSamples, int concurrency, Optional<Replay> replay,
        Instant createdAt) {
    public Evaluation {
        experts = List.copyOf(experts);
    }

    /**
     * @param of   name of the evaluation that is replayed
     * @param live whether what was never replied is asked now, and paid; otherwise the query ends there
     */
    public record Replay(String of, boolean live) {}

    /** The id of the query that asks a sample: the same however often the evaluation is started. */
    public String queryId(long index, int attempt) {
        return queryId(name, index, attempt);
    }

    public static String queryId(String name, long index, int attempt) {
        return name + "-" + index + "-" + attempt;
    }

    /**
     * A row of the data set that can be asked.
     *
     * @param index       position in the data set, from 0; bad rows count
     * @param id          the data set's own, or the index
     * @param dataSource  chooses the comparison, e.g. {@code chartqa}; empty when the row has none
     * @param images      content hashes of the ingested images, in order
     * @param groundTruth accepted answers; for multiple choice the letter, then the option's text
     * @param textTruth   the row's truth is one text, not a list: the reference system tells them apart
     */
    public record Sample(
            long index, String id, String dataSource, String question, List<ContentHash> images, List<String> groundTruth,
            boolean textTruth) {
        public Sample {
            images = List.copyOf(images);
            groundTruth = List.copyOf(groundTruth);
        }

        public Sample(long index, String id, String dataSource, String question, List<ContentHash> images, List<String> groundTruth) {
            this(index, id, dataSource, question, images, groundTruth, false);
        }
    }

    /**
     * A row that cannot be asked.
     *
     * @param place  file and line or row, for people
     * @param reason what is wrong with it
     */
    public record BadRow(long index, String place, String reason) {}

    /**
     * How much was taken in.
     *
     * @param nextIndex the first row not yet taken in
     * @param complete  whether nothing is left to take in
     */
    public record Intake(long samples, long badRows, long nextIndex, boolean complete) {}

    /**
     * @param status by the record
     * @param right  results that the evaluation's scorer called right
     * @param failed results without an answer
     * @param unscored of these, results of queries that failed for want of a server
     * @param replaced results that stand no more, because their query ran again
     */
    public record Overview(Evaluation evaluation, EvaluationStatus status, Intake intake, long done, long right, long failed,
            long unscored, long replaced) {
        /** Of results that are all scored, and the first of their samples. */
        public Overview(Evaluation evaluation, EvaluationStatus status, Intake intake, long done, long right, long failed) {
            this(evaluation, status, intake, done, right, failed, 0, 0);
        }

        /** Results that say how good the answers are. */
        public long scored() {
            return done - unscored;
        }

        /** Queries there will be. */
        public long total() {
            return intake.samples() * evaluation.attempts();
        }
    }
}

package dev.maestro.workflows.evaluation;

import dev.maestro.activities.EvaluationActivities.Recorded;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.util.List;

/**
 * The input of one run of {@link EvaluationWorkflow}; each run hands the next one what it needs to go on.
 *
 * @param evaluation  name of the recorded evaluation
 * @param limits      of each query
 * @param concurrency queries at the same time, 1 to 500
 * @param total       queries there will be
 * @param window      samples that one run starts before the next run takes over, so that no history grows without bound
 * @param run         of this chain, from 1
 * @param afterIndex  samples up to this one were handed out, -1 for none; of this one the attempts up to {@code afterAttempt}
 * @param tally       of the runs before
 * @param open        queries that the run before left running
 * @param paused      whether it begins paused
 * @param again       whether every sample was handed out before, and this run asks those that have no result for all that; false in
 *                    histories of earlier builds
 */
public record EvaluationInput(
        String evaluation, Profile profile, String policy, Limits limits, int concurrency, long total, int window,
        int run, long afterIndex, int afterAttempt, Tally tally, List<Open> open, boolean paused, boolean again) {
    /** Some 5,000 events of history: a tenth of what the server allows, and replayed within a second. */
    public static final int WINDOW = 250;

    public EvaluationInput {
        open = List.copyOf(open);
    }

    /** A run that hands samples out for the first time. */
    public EvaluationInput(String evaluation, Profile profile, String policy, Limits limits, int concurrency, long total, int window,
            int run, long afterIndex, int afterAttempt, Tally tally, List<Open> open, boolean paused) {
        this(evaluation, profile, policy, limits, concurrency, total, window, run, afterIndex, afterAttempt, tally, open, paused, false);
    }

    /** The first run of a chain; samples that have a result are passed over. */
    public static EvaluationInput first(String evaluation, Profile profile, String policy, Limits limits, int concurrency, long total,
            Tally tally, boolean paused) {
        return new EvaluationInput(evaluation, profile, policy, limits, concurrency, total, WINDOW, 1, -1, 0, tally, List.of(), paused);
    }

    /**
     * @param done   results recorded
     * @param right  by the evaluation's scorer
     * @param failed without an answer
     */
    public record Tally(long done, long right, long failed) {
        /** What is replaced had no answer: only such queries run again. */
        Tally and(Recorded result) {
            long before = result.replaces() ? 1 : 0;
            return new Tally(done + 1 - before, right + (result.right() ? 1 : 0),
                    failed - before + (result.status() == QueryStatus.ANSWERED ? 0 : 1));
        }
    }

    /** A query under way. Its id follows from the sample, so that hundreds of them fit one payload. */
    public record Open(long index, int attempt, long submittedAtMs) {}
}

package dev.maestro.activities;

import dev.maestro.core.ContentHash;
import dev.maestro.core.query.QueryStatus;
import dev.maestro.registry.evaluations.EvaluationEvent;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;

/** The effects of an evaluation: they say which samples are next, record what became of one, and note what happened. */
@ActivityInterface
public interface EvaluationActivities {
    /**
     * Samples without a result, in order, and records the conditions under which they are asked. A result that a retry of its
     * query is about to replace counts as none.
     */
    @ActivityMethod(name = "NextSamples")
    NextSamples next(NextRequest request);

    /** Scores an ended query and records the sample's result, once. */
    @ActivityMethod(name = "RecordSample")
    Recorded record(RecordRequest request);

    /** Records a life-cycle event: started, paused, resumed, cancelled, finished. */
    @ActivityMethod(name = "NoteEvaluation")
    void note(EvaluationNote note);

    /**
     * Waits, with heartbeats, until a query that somebody else started has ended; cancelled, it cancels the query.
     *
     * @return whether there is such a query
     */
    @ActivityMethod(name = "AwaitQuery")
    boolean awaitQuery(String queryId);

    /**
     * @param afterIndex   samples behind this one, and of this one the attempts behind {@code afterAttempt}
     * @param most         the largest number; fewer may come when their questions are long
     * @param unscoredToo  whether samples come, too, whose query failed for want of a server and was not scored
     */
    record NextRequest(String evaluation, long afterIndex, int afterAttempt, int most, boolean unscoredToo) {}

    /** @param last whether nothing comes behind them */
    record NextSamples(List<Queued> samples, boolean last) {
        public NextSamples {
            samples = List.copyOf(samples);
        }
    }

    /**
     * @param run   of the query: 0, or one more than its last run when that was cancelled or failed for want of a server
     * @param ended whether the query has ended already, and only its result is missing
     */
    record Queued(long index, int attempt, String queryId, String question, List<ContentHash> images, int run, boolean ended) {
        public Queued {
            images = List.copyOf(images);
        }
    }

    /**
     * @param submittedAtMs when the query was given to the queue; 0: not known
     * @param reason        why the workflow ended, where the query's own record does not say; empty otherwise
     */
    record RecordRequest(String evaluation, long index, int attempt, String queryId, long submittedAtMs, String reason, String message) {}

    /**
     * @param right    by the evaluation's scorer
     * @param unscored the query failed for want of a server, which says nothing about its answer; false in histories of earlier
     *                 builds
     * @param replaces another result of the same sample, which stands no more; likewise
     */
    record Recorded(QueryStatus status, boolean right, boolean unscored, boolean replaces) {}

    record EvaluationNote(String evaluation, EvaluationEvent kind, String detail) {}
}

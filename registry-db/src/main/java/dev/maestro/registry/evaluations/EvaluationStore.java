package dev.maestro.registry.evaluations;

import dev.maestro.registry.evaluations.Evaluation.BadRow;
import dev.maestro.registry.evaluations.Evaluation.Intake;
import dev.maestro.registry.evaluations.Evaluation.Overview;
import dev.maestro.registry.evaluations.Evaluation.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The record of evaluations. Whatever is recorded twice stands once; nothing is ever read whole, so that a
 * data set may be as large as it likes. Thread-safe; failures as of the query history.
 */
public interface EvaluationStore {
    /** Records an evaluation, once; returns the one that stands under the name. */
    Evaluation create(Evaluation evaluation);

    /** As it was asked for; empty when there is none of this name. */
    Optional<Evaluation> evaluation(String name);

    /** As it stands now, counted from what is recorded; empty when there is none of this name. */
    Optional<Overview> overview(String name);

    /** Newest first. Those that a training run asks (policy {@code local:RUN}) are left out: there is one for each of its steps. */
    List<Overview> list(int limit);

    /** How far its data set was taken in; of a name that nobody knows, nothing. */
    Intake intake(String name);

    /** Takes in rows, all or none of them; rows that are there stay as they are. */
    void take(String name, List<Sample> samples, List<BadRow> badRows);

    /** Takes in the samples of another evaluation, images and indexes and all; complete with that. */
    void takeFrom(String name, String other);

    /** Says that nothing is left to take in. */
    void complete(String name);

    /** Samples from an index on, in order. */
    List<Sample> samples(String name, long fromIndex, int most);

    /** Bad rows in order. */
    List<BadRow> badRows(String name, int most);

    /** @param index place in the data set, from 0 */
    Optional<Sample> sample(String name, long index);

    /** Records conditions of queries that are about to be asked. */
    void conditions(List<QueryConditions> conditions);

    /** Of a query that an evaluation asks; empty for a plain question. */
    Optional<QueryConditions> conditions(String queryId);

    /** Records a result, once per run of its query; returns what stands: the result of the newest run. */
    SampleResult record(SampleResult result);

    /**
     * @param attempt which try of the sample, from 1
     * @return empty while that try has no result
     */
    Optional<SampleResult> result(String name, long index, int attempt);

    /**
     * Index and attempt of the results from an index to another, both included, without those whose query runs or ran again since.
     *
     * @param unscoredToo whether results of queries that failed for want of a server are among them
     */
    List<Position> recorded(String name, long fromIndex, long toIndex, boolean unscoredToo);

    /** Of all results, whether they were scored or not. */
    default List<Position> recorded(String name, long fromIndex, long toIndex) {
        return recorded(name, fromIndex, toIndex, true);
    }

    /** Whether another result of the sample stood before this one, of an earlier run of its query. */
    boolean replaces(SampleResult result);

    /** Names of the evaluations that run or are paused by the record, the newest first. */
    List<String> running(int most);

    record Position(long index, int attempt) {}

    /** Hands over every result, in order of index and attempt, a page at a time: memory does not grow with their number. */
    void eachResult(String name, Consumer<SampleResult> consumer);

    /** Counts by data source, in order of name. */
    List<SourceTally> bySource(String name);

    /**
     * @param answered           results with an answer
     * @param referenceScored    results that the reference scorer has a score for
     * @param referenceRight     of these, right
     * @param strictScored       likewise, strict
     */
    record SourceTally(String dataSource, long done, long answered, long right, long referenceScored, long referenceRight,
            long strictScored, long strictRight) {}

    /** Records what happened to the evaluation as a whole. */
    void event(String name, EvaluationEvent kind, String detail, Instant at);

    /** Records where a replay has no recorded reply, once for each key. */
    void diverged(Divergence divergence);

    /** Divergences of a query's replay, in order. */
    List<Divergence> divergences(String queryId);
}

package dev.maestro.registry.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The record of training. Append-only: what is recorded twice under one key stands once, as it was recorded first.
 * Thread-safe; failures as of the query history.
 */
public interface TrainingStore {
    /**
     * A run as it was asked for.
     *
     * @param name     1 to 40 letters, digits, {@code _} and {@code -}
     * @param settings all of them, defaults included, as they were read
     */
    record Run(String name, JsonNode settings, Instant createdAt) {}

    /**
     * One step of a run.
     *
     * @param stage   part of the recipe the step belongs to
     * @param step    counted through all stages, from 1
     * @param metrics numbers by name
     */
    record Step(String run, long step, String stage, JsonNode metrics, Instant recordedAt) {}

    /**
     * What was drawn from one prompt in one step.
     *
     * @param number       place among the groups of the step, from 0
     * @param task         names what was asked, so that it can be asked again
     * @param trajectories all of them, their ids, decisions and rewards, as JSON
     */
    record Group(String run, long step, int number, String task, JsonNode trajectories) {}

    /**
     * Weights that a run wrote down.
     *
     * @param digest SHA-256 of the folder's files, in hexadecimal
     * @param folder where it was written
     */
    record Checkpoint(String run, long step, String digest, String folder, long bytes, Instant recordedAt) {}

    /** An entry of a run's diary. */
    record Entry(TrainingEvent event, String detail, Instant happenedAt) {}

    /** A run, how it stands, and its newest step. */
    record Overview(Run run, TrainingStatus status, Optional<Step> newest) {}

    /**
     * A checkpoint that was made the one that serves, or unmade.
     *
     * @param number     rising
     * @param rolledBack whether an earlier one was taken up again
     * @param folder     of the checkpoint that serves from here on; empty: none, as before the first promotion
     * @param digest     of that checkpoint; empty where there is none
     * @param evidence   what spoke for it: an evaluation; with {@code anyway} the reason that was given, of a rollback what it undid
     * @param anyway     whether it was promoted without an evaluation that speaks for it
     * @param by         who asked
     */
    record Promotion(long number, boolean rolledBack, String folder, String digest, Optional<JsonNode> evidence, boolean anyway, String by,
            Instant happenedAt) {
        /** Whether a checkpoint serves from here on; else it is what the configuration names, if anything. */
        public boolean serves() {
            return !folder.isEmpty();
        }
    }

    /** Records a run, once; returns the one that stands under the name. */
    Run create(Run run);

    /** Empty when there is none of this name. */
    Optional<Run> run(String name);

    /** Empty when there is none of this name. */
    Optional<Overview> overview(String name);

    /** Newest first. */
    List<Overview> list(int most);

    void note(String name, TrainingEvent event, String detail, Instant when);

    /** In order. */
    List<Entry> diary(String name);

    /**
     * Records a step with all of its groups, or nothing.
     *
     * @return false when the step stood already: then nothing was written, its groups included
     */
    boolean record(Step step, List<Group> groups);

    /** In order, from a step on. */
    List<Step> steps(String name, long fromStep, int most);

    /** The groups of a step, in order. */
    List<Group> groups(String name, long step);

    /** How many groups stand for a run. */
    long groupCount(String name);

    /** Records weights that lie in their folder already, once for each run and step. */
    void record(Checkpoint checkpoint);

    /** Newest first. */
    List<Checkpoint> checkpoints(String name);

    /** @return with its number */
    Promotion record(Promotion promotion);

    /** Newest first. */
    List<Promotion> promotions(int most);

    /** The promotion, or rollback, whose checkpoint serves now; empty while none does. */
    default Optional<Promotion> serving() {
        return promotions(1).stream().findFirst().filter(Promotion::serves);
    }

    /**
     * What a rollback would go back to: the promotion before the one that serves, whose own undoing is not counted.
     *
     * @return empty: there is nothing to undo; a promotion that serves nothing: back to how it was before the first
     */
    default Optional<Promotion> beforeServing() {
        Deque<Promotion> standing = new ArrayDeque<>();
        for (Promotion each : promotions(Integer.MAX_VALUE).reversed()) {
            if (each.rolledBack()) {
                standing.poll();
            } else {
                standing.push(each);
            }
        }
        if (standing.isEmpty()) {
            return Optional.empty();
        }
        Promotion undone = standing.pop();
        return Optional.of(standing.isEmpty()
                ? new Promotion(0, true, "", "", Optional.empty(), false, undone.by(), undone.happenedAt())
                : standing.peek());
    }
}

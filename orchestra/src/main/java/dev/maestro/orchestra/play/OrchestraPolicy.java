package dev.maestro.orchestra.play;

import dev.maestro.orchestra.world.OrchestraTask;
import java.util.List;

/**
 * Chooses moves in the benchmark. A pure function of task and history, so that a played task can be repeated. Thread-safe.
 */
public interface OrchestraPolicy {
    /** @param history the calls so far, oldest first; at most one less than {@link Play#MOST_CALLS}, else only an answer is of use */
    Move next(OrchestraTask task, List<HeardReply> history);
}

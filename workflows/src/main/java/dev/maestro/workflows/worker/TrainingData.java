package dev.maestro.workflows.worker;

import dev.maestro.core.registry.Profile;
import dev.maestro.registry.history.QueryHistory.Limits;
import java.util.List;
import java.util.Optional;

/**
 * Questions to learn from, and how queries about them are asked. They are taken in as evaluations, {@link #learned} and {@link #validated} of a run:
 * images through the one door, rows under their index, bad ones refused by number.
 *
 * @param learn    a file as {@code evaluate} takes it, or {@code drawings N}
 * @param validate likewise; empty: none
 * @param source   data source of rows that name none
 * @param experts  the only ones that may be called; empty: all
 * @param seed     of drawings
 */
public record TrainingData(String learn, Optional<String> validate, String source, Profile profile, String scorer, List<String> experts,
        Limits limits, int concurrency, long seed) {
    /** Most letters of the name of a run that asks questions: the names of its queries begin with it. */
    public static final int LONGEST_NAME = 24;

    public TrainingData {
        experts = List.copyOf(experts);
    }

    /** Name of the evaluation that holds what a run learns from. */
    public static String learned(String run) {
        return run + "-data";
    }

    /** Name of the evaluation that holds what a run validates with. */
    public static String validated(String run) {
        return run + "-validation";
    }
}

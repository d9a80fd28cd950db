package dev.maestro.workflows.training;

/**
 * What a run of the chain is started with.
 *
 * @param training   name of the training run
 * @param link       number of this run in the chain, from 1
 * @param paused     whether it waits from the beginning
 * @param lastStep   steps taken before
 * @param lastStage  of those; empty at first
 */
public record TrainingInput(String training, int link, boolean paused, long lastStep, String lastStage) {
    /** Of the first run of a chain: not paused, no step taken. */
    public static TrainingInput first(String training) {
        return new TrainingInput(training, 1, false, 0, "");
    }
}

package dev.maestro.app.training;

import dev.maestro.registry.training.TrainingStore.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * A figure over a run.
 *
 * @param metric  its name in the record
 * @param windows in order, none over the border of a stage
 */
public record TrainingCurve(String metric, List<StepWindow> windows) {
    /** Points of a curve, about; more are not seen. */
    private static final int POINTS = 60;
    /** So that a window has an interval. */
    private static final int LEAST = 5;

    public TrainingCurve {
        windows = List.copyOf(windows);
    }

    /** @param steps of the run, in order */
    static TrainingCurve of(List<Step> steps, String metric) {
        int size = Math.max(LEAST, (steps.size() + POINTS - 1) / POINTS);
        List<StepWindow> windows = new ArrayList<>();
        for (List<Step> stage : stages(steps)) {
            for (int from = 0; from < stage.size(); from += size) {
                // What is left over at the end of a stage belongs to the window before it.
                int to = stage.size() - from < 2 * size ? stage.size() : from + size;
                StepWindow.of(stage.subList(from, to), metric).ifPresent(windows::add);
                from = to == stage.size() ? to : from;
            }
        }
        return new TrainingCurve(metric, windows);
    }

    /** The steps of each stage, in order. */
    static List<List<Step>> stages(List<Step> steps) {
        List<List<Step>> stages = new ArrayList<>();
        for (Step step : steps) {
            if (stages.isEmpty() || !stages.getLast().getFirst().stage().equals(step.stage())) {
                stages.add(new ArrayList<>());
            }
            stages.getLast().add(step);
        }
        return stages;
    }
}

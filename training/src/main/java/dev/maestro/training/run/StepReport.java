package dev.maestro.training.run;

import dev.maestro.training.record.Trajectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a step came to.
 *
 * @param stage         part of the recipe
 * @param metrics       numbers by name; what is not finite is left out, for no JSON can hold it
 * @param groups        what was drawn in it; empty where nothing is drawn
 * @param collapse      why the run must not go on, where the alarm says so
 * @param checkpointDue whether the weights of this step are to be kept as a checkpoint
 * @param milestone     the newest numbers, for people
 */
public record StepReport(
        String stage, Map<String, Double> metrics, List<DrawnGroup> groups, Optional<String> collapse, boolean checkpointDue,
        String milestone) {
    public StepReport {
        metrics = metrics.entrySet().stream().filter(metric -> Double.isFinite(metric.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        groups = List.copyOf(groups);
    }

    /** @param task names what was asked */
    public record DrawnGroup(String task, List<Trajectory> trajectories) {
        public DrawnGroup {
            trajectories = List.copyOf(trajectories);
        }
    }
}

package dev.maestro.training.offpolicy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.maestro.core.errors.MaestroException;
import dev.maestro.inference.torch.TorchSettings;
import dev.maestro.policy.checkpoint.NativesSettings;
import dev.maestro.registry.training.OffPolicyEstimate;
import dev.maestro.registry.training.TrainingStore;
import dev.maestro.registry.training.TrainingStore.Group;
import dev.maestro.registry.training.TrainingStore.Step;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.record.TrajectoryJson;
import dev.maestro.training.torch.TrainerSettings;
import dev.maestro.workflows.worker.CheckpointEstimates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@link CheckpointEstimates} on one thread: results are the same bit for bit each time. */
public final class RecordedEstimates implements CheckpointEstimates {
    private static final int MOST_STEPS = 1_000_000;
    /** Of the record, read and judged at once. */
    private static final int GROUPS = 32;

    @Override
    public OffPolicyEstimate estimate(TrainingStore store, String run, int steps, Path folder, double temperature,
            NativesSettings natives) {
        return estimate(store, run, steps, folder, temperature, TrainerSettings.standard().with(TorchSettings.of(natives).with(1)));
    }

    /** As above, on settings of a trainer. */
    static OffPolicyEstimate estimate(TrainingStore store, String run, int steps, Path folder, double temperature,
            TrainerSettings settings) {
        List<Step> drawing = newest(store, run, steps);
        try (CheckpointJudge judge = CheckpointJudge.open(folder, settings, temperature)) {
            OffPolicyEstimator estimator = new OffPolicyEstimator();
            List<List<Trajectory>> pending = new ArrayList<>();
            for (Step step : drawing) {
                for (Group group : store.groups(run, step.step())) {
                    requirePropensities(group);
                    pending.add(TrajectoryJson.read(group.trajectories()));
                    if (pending.size() == GROUPS) {
                        judge.judge(pending).forEach(estimator::add);
                        pending.clear();
                    }
                }
            }
            if (!pending.isEmpty()) {
                judge.judge(pending).forEach(estimator::add);
            }
            return estimator.estimate(drawing.getFirst().step(), drawing.getLast().step(), temperature);
        }
    }

    private static List<Step> newest(TrainingStore store, String run, int most) {
        List<Step> all = store.steps(run, 1, MOST_STEPS).reversed();
        List<Step> drawing = new ArrayList<>();
        for (Step step : all) {
            boolean another = !drawing.isEmpty() && !step.stage().equals(drawing.getFirst().stage());
            if (another || drawing.size() == most) {
                break;
            }
            if (!store.groups(run, step.step()).isEmpty()) {
                drawing.add(step);
            }
        }
        if (drawing.isEmpty()) {
            throw new MaestroException(TrainingErrors.ESTIMATE_IMPOSSIBLE,
                    "training run \"" + run + "\" has drawn no trajectory yet. Let it learn from rewards first.");
        }
        return drawing.reversed();
    }

    /** A number that is not there would be read as certainty. */
    private static void requirePropensities(Group group) {
        for (JsonNode trajectory : group.trajectories().path("trajectories")) {
            boolean whole = trajectory.path("decisions").isArray();
            for (JsonNode decision : trajectory.path("decisions")) {
                whole &= decision.path("log").isNumber() && decision.path("allowed").isArray();
            }
            if (!whole) {
                throw new MaestroException(TrainingErrors.PROPENSITY_MISSING, "step " + group.step() + ", group " + group.number()
                        + ", trajectory \"" + trajectory.path("id").asText()
                        + "\": the record does not say how likely each decision was, and among what. Nothing can be estimated from it.");
            }
        }
    }
}

package dev.maestro.training.offpolicy;

import dev.maestro.core.errors.MaestroException;
import dev.maestro.training.record.Decision;
import dev.maestro.training.record.TrainingErrors;
import dev.maestro.training.record.Trajectory;
import dev.maestro.training.torch.BranchDecoder;
import dev.maestro.training.torch.BranchDecoder.Prompt;
import dev.maestro.training.torch.BranchDecoder.Turn;
import dev.maestro.training.torch.QwenWeights;
import dev.maestro.training.torch.TrainerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A checkpoint that says how likely it would have made each decision of recorded trajectories. Holds the weights. For one thread. */
final class CheckpointJudge implements AutoCloseable {
    private final QwenWeights weights;
    private final BranchDecoder decoder;
    private final double temperature;

    private CheckpointJudge(QwenWeights weights, double temperature) {
        this.weights = weights;
        this.decoder = BranchDecoder.over(weights);
        this.temperature = temperature;
    }

    /**
     * @param temperature that scores are divided by; 0: the likeliest is certain
     * @throws dev.maestro.policy.checkpoint.CheckpointRefusedException when the folder cannot be used
     */
    static CheckpointJudge open(Path folder, TrainerSettings settings, double temperature) {
        return new CheckpointJudge(QwenWeights.open(folder, settings), temperature);
    }

    /**
     * @param groups each of one prompt
     * @return the same, judged
     */
    List<List<Judged>> judge(List<List<Trajectory>> groups) {
        int most = groups.stream().mapToInt(List::size).max().orElse(0);
        List<Reading> readings = new ArrayList<>();
        List<List<Reading>> byGroup = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<Reading> members = new ArrayList<>();
            for (Trajectory each : groups.get(g)) {
                members.add(new Reading(g * most + members.size(), each));
            }
            byGroup.add(members);
            readings.addAll(members);
        }
        groups.forEach(group -> requireReadable(group.getFirst()));
        try (BranchDecoder.Batch batch = decoder
                .read(groups.stream().map(group -> new Prompt(group.getFirst().prompt(), List.of())).toList(), most)) {
            List<Reading> active = readings.stream().filter(Reading::isOpen).toList();
            while (!active.isEmpty()) {
                float[][] scores = batch.next(active.stream().map(Reading::turn).toList());
                for (int i = 0; i < scores.length; i++) {
                    active.get(i).take(probabilities(scores[i]));
                }
                active = active.stream().filter(Reading::isOpen).toList();
            }
        }
        return byGroup.stream().map(members -> members.stream().map(each -> new Judged(each.trajectory, each.target)).toList()).toList();
    }

    private void requireReadable(Trajectory first) {
        if (weights.config().imageToken().isPresent()
                && Arrays.stream(first.prompt()).anyMatch(id -> id == weights.config().imageToken().getAsInt())) {
            throw new MaestroException(TrainingErrors.ESTIMATE_IMPOSSIBLE,
                    "the prompt of \"" + first.group() + "\" has pictures, which are not on record. Only prompts of text can be judged.");
        }
    }

    private double[] probabilities(float[] scores) {
        int best = 0;
        for (int i = 0; i < scores.length; i++) {
            if (!Float.isFinite(scores[i]) && scores[i] != Float.NEGATIVE_INFINITY) {
                throw new MaestroException(TrainingErrors.TRAINING_NOT_FINITE, "a score of the checkpoint is " + scores[i] + ".");
            }
            best = scores[i] > scores[best] ? i : best;
        }
        double[] probabilities = new double[scores.length];
        if (temperature == 0) {
            probabilities[best] = 1;
            return probabilities;
        }
        double total = 0;
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] = Math.exp(((double) scores[i] - scores[best]) / temperature);
            total += probabilities[i];
        }
        for (int i = 0; i < scores.length; i++) {
            probabilities[i] /= total;
        }
        return probabilities;
    }

    /** A trajectory while it is read. */
    private static final class Reading {
        private final int branch;
        private final Trajectory trajectory;
        private final int[] response;
        private final List<double[]> target = new ArrayList<>();
        private int fed;

        Reading(int branch, Trajectory trajectory) {
            this.branch = branch;
            this.trajectory = trajectory;
            this.response = trajectory.response();
        }

        boolean isOpen() {
            return target.size() < trajectory.decisions().size();
        }

        /** What it takes in up to its next decision. */
        Turn turn() {
            Decision due = trajectory.decisions().get(target.size());
            return new Turn(branch, Arrays.copyOfRange(response, fed, due.position()), due.allowed());
        }

        void take(double[] probabilities) {
            fed = trajectory.decisions().get(target.size()).position();
            target.add(probabilities);
        }
    }

    @Override
    public void close() {
        decoder.close();
        weights.close();
    }
}
